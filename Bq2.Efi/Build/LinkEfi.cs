using Bq2.Efi.Binary;
using Bq2.Efi.Coff;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Microsoft.Build.Framework;

namespace Bq2.Efi.Build;

/// <summary>Links objects into a UEFI program, inside the build's own process. What is wrong becomes build errors.</summary>
public sealed class LinkEfi : Microsoft.Build.Utilities.Task
{
    [Required]
    public ITaskItem[] Objects { get; set; } = [];

    [Required]
    public string Output { get; set; } = "";

    public string Entry { get; set; } = new LinkOptions().Entry;

    /// <summary>Keep the tables by which a runtime unwinds its stack.</summary>
    public bool Unwind { get; set; }

    public override bool Execute()
    {
        try
        {
            var link = EfiLinker.Link([.. Objects.Select(o => CoffObject.Read(o.ItemSpec))], new() { Entry = Entry, Unwind = Unwind });
            if (link.Image is { } image)
                Keep(image);
            foreach (var fault in link.Faults)
                Say(fault);
        }
        catch (BadFormatException bad)
        {
            Say(bad.Fault);
        }

        return !Log.HasLoggedErrors;
    }

    private void Keep(byte[] image)
    {
        foreach (var fault in EfiRules.Check(PeImage.Read(Output, image)))
            Say(fault);
        if (!Log.HasLoggedErrors)
            NewFile.Write(Output, image);
        Log.LogMessage(MessageImportance.Normal, "{0}: {1:N0} bytes", Output, image.Length);
    }

    private void Say(Fault fault) =>
        Log.LogError(null, fault.Code, null, fault.Path, 0, 0, 0, 0, fault.Hint is null ? fault.Message : $"{fault.Message} (try: {fault.Hint})");
}
