using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Bq2.Bench.Boots;
using Bq2.Bench.Disks;
using Bq2.Bench.Links;
using Bq2.Bench.Peers;
using Bq2.Bench.Trees;
using Bq2.Bench.Whole;

// disks FOLDER PROGRAM, trees TREE FOLDER PROGRAM, links FOLDER PROGRAM, boots GUESTS FOLDER PROGRAM: whole commands against their peers.
// peers: libraries against theirs, by turns. Everything else is for BenchmarkDotNet.
// The inputs are made by a process of their own: what a process has used counts as used by every command it starts.
switch (args)
{
    case ["disk-inputs", var folder]:
        new Inputs(folder).MakeAll();
        return;
    case ["disks", var folder, var program]:
        DiskTable.Run(folder, program);
        return;
    case ["trees", var tree, var folder, var program]:
        TreeTable.Run(tree, folder, program);
        return;
    case ["boots", var guests, var folder, var program]:
        BootTable.Run(guests, folder, program);
        return;
    case ["links", var folder, var program]:
        LinkTable.Run(folder, program);
        return;
    case ["peers"]:
        PeerTable.Run(Console.Out);
        return;
}

// Beside the rest of what a build leaves, wherever it is started from.
string artifacts = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../benchmarks"));
IConfig config = DefaultConfig.Instance.WithArtifactsPath(artifacts);
if (Brief.Asked)
{
    // In this process: otherwise a project of its own is built for each. The jobs that the benchmarks name are passed over.
    var once = Job.Dry.WithToolchain(InProcessEmitToolchain.Instance);
    config = config.AddJob(once).AddFilter(new SimpleFilter(each => each.Job.Id == once.Id));
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
