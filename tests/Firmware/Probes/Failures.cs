/// <summary>Starts the program that fails, once for each way to do so, and tells what the firmware was given.</summary>
internal static class Failures
{
    public static void Start()
    {
        byte[] program = Programs.Read("\\failures.efi");
        for (int which = 0; which < 100; which++)
        {
            ulong status = Programs.Start(program, which);
            Console.WriteLine($"failure {which} ended with {status:x}");
            if (status == 0)
                return;
        }
    }
}
