using Bq2.Tests;
using Bq2.Tests.Booting;
using Bq2.Tests.Cellar;
using Bq2.Tests.Cli;
using Bq2.Tests.Cli.Inputs;
using Bq2.Tests.Image;
using Bq2.Tests.Scripts;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Bq2.Tests;

/// <summary>
/// The order of the classes, of which as many run side by side as there are processors: those that take long come first, so that at the
/// end none of them runs alone. The others come in any order, each time another.
/// </summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_long =
    [
        .. ((Type[])[
            typeof(SameBytesTests), typeof(ScriptTests), typeof(EverydayProgramTests), typeof(LoaderMenuTests), typeof(BootTests),
            typeof(SdkTests), typeof(GoldenBytesTests), typeof(BootScriptTests), typeof(NativeProgramTests), typeof(LoaderFileTests),
            typeof(LoaderPeersTests), typeof(InterruptedSnapshotTests), typeof(LoaderChoiceTests), typeof(BenchScriptTests),
            typeof(ReleaseTests), typeof(InitTests), typeof(ReadmeTests), typeof(OpenFilesTests), typeof(ActionTests),
            typeof(EveryInputTests), typeof(TerminalTests),
        ]).Select(type => $" {type.FullName} "),
    ];

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections) where T : ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections).OrderBy(Place)];

    // "Test collection for Bq2.Tests.Cli.NativeProgramTests (id: ...)"
    private static int Place<T>(T collection) where T : ITestCollection
    {
        int place = Array.FindIndex(s_long, name => collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal));
        return place < 0 ? s_long.Length : place;
    }
}
