using System.Text;

// Starts the programs that a file names, one after the other, with a line before and behind what each says.
string names = Encoding.UTF8.GetString(Programs.Read("\\programs.txt"));
foreach (string name in names.Split('\n', StringSplitOptions.RemoveEmptyEntries))
{
    Console.WriteLine("begin " + name);
    ulong status = Programs.Start(Programs.Read($"\\{name}.efi"), 0);
    Console.WriteLine($"end {name} {status:x}");
}

Console.WriteLine("launcher: done");
Machine.PowerOff();
