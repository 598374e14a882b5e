using System.Text;
using Bq2.Pictures;

switch (args)
{
    case ["screen"]:
        Console.Out.Write(ScreenPicture.Draw(Terminal.Show(StandardInput())));
        return 0;

    case ["recording", string folder]:
        Console.Out.Write(Recording.Draw(Recording.Read(folder)));
        return 0;

    default:
        Console.Error.WriteLine("""
            usage: Bq2.Pictures screen <SERIAL >SVG       what a terminal of 80 by 25 shows in the end
                   Bq2.Pictures recording FOLDER >SVG     N.sh, the commands, and N.out, what they printed, played in order
            """);
        return 2;
}

static string StandardInput()
{
    using var reader = new StreamReader(Console.OpenStandardInput(), Encoding.UTF8);
    return reader.ReadToEnd();
}
