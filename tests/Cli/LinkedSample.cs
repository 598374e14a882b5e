using Bq2.Efi.Pe;
using Bq2.Tests.Efi;

namespace Bq2.Tests.Cli;

/// <summary>The sample object, linked by the program into a.efi.</summary>
internal static class LinkedSample
{
    public static string Link(TempFolder temp, Machine machine)
    {
        File.WriteAllBytes(temp["a.obj"], SampleObject.Make(machine));
        Bq2Program.Run("efi", "link", temp["a.obj"], "-o", temp["a.efi"]).Accepts();
        return temp["a.efi"];
    }
}
