using System.Text.Json;
using Bq2.Image;

namespace Bq2.Tests.Image;

/// <summary>Images cut off in a write: our check and QEMU's may find leaks in them, and nothing else.</summary>
internal static class LeakJudges
{
    public static void HasLeaksAtMost(Replay content, string when)
    {
        var file = new Regions(content.Memory.Length);
        file.Add(0, Content.FromBytes(content.Memory));
        using var source = Source.Of(file);
        var found = Qcow2Check.Look(source);
        Assert.True(found.Corruptions + found.CheckErrors == 0, $"{when}: {found.Faults.FirstOrDefault(fault => fault.Code != "QCW020")}");
    }

    public static void QemuFindsLeaksAtMost(string path, Replay content, string when)
    {
        File.WriteAllBytes(path, content.Bytes);
        var said = RealTool.QemuImg.Run("check", "--output=json", "-f", "qcow2", path);
        Assert.True(said.ExitCode is 0 or 3, $"{when}: {said.Said}{said.Complained}");
        using var found = JsonDocument.Parse(said.Said);
        Assert.Equal(0, found.RootElement.GetProperty("check-errors").GetInt64());
        Assert.False(found.RootElement.TryGetProperty("corruptions", out _), when);
    }
}
