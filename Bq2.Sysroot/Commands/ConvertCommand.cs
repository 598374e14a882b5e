using System.CommandLine;
using Bq2.Image;

namespace Bq2.Sysroot.Commands;

/// <summary>Copies a disk into another format.</summary>
internal static class ConvertCommand
{
    public const string Summary = "Copies a disk into another format.";

    public static void Define(Command command)
    {
        var source = new Argument<string>("SRC") { Description = "A raw or QCOW2 image" };
        var target = new Argument<string>("DST") { Description = "The image to make; - for standard output" };
        var from = Options.Choice("-f", "The format of SRC (as its first bytes tell when not given)", "raw", "qcow2");
        var to = Options.Choice("-O", "The format of DST (raw when not given)", "raw", "qcow2");
        var compress = new Option<bool>("-c") { Description = "Pack the clusters of a QCOW2 image" };
        var words = FormatWords.Option();
        var sync = new Option<bool>("--sync") { Description = "Wait until it is on the disk" };
        var allow = Options.AllowBacking();
        command.Add(source);
        command.Add(target);
        foreach (Option option in (Option[])[from, to, compress, words, sync, allow])
            command.Add(option);

        command.SetAction(said =>
        {
            var format = FormatWords.Parse(said.GetValue(words));
            bool isRaw = said.GetValue(to) is not "qcow2", isPacked = said.GetValue(compress);
            if (isRaw && isPacked)
                throw new UsageException("raw images are not packed: -c is for -O qcow2");

            var raw = isRaw ? format.Raw() with { Sync = said.GetValue(sync) } : null;
            var qcow2 = isRaw ? new() : format.Qcow2(isPacked) with { Sync = said.GetValue(sync) };
            var options = new OpenOptions { Format = said.GetValue(from), AllowBacking = said.GetValue(allow) };
            using var disk = DiskImage.Open(said.GetRequiredValue(source), options);
            DiskWriter.Write(said.GetRequiredValue(target), raw, qcow2, Regions.Of(disk));
            return ExitCode.Done;
        });
    }
}
