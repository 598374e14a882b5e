using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Bq2.Bench.Boots;
using Bq2.Bench.Disks;
using Bq2.Bench.Links;

// disks FOLDER PROGRAM, links FOLDER PROGRAM, boots GUESTS FOLDER PROGRAM: whole commands against their peers. Everything else is for BenchmarkDotNet.
// The inputs are made by a process of their own: what a process has used counts as used by every command it starts.
switch (args)
{
    case ["disk-inputs", var folder]:
        new Inputs(folder).MakeAll();
        return;
    case ["disks", var folder, var program]:
        DiskTable.Run(folder, program);
        return;
    case ["boots", var guests, var folder, var program]:
        BootTable.Run(guests, folder, program);
        return;
    case ["links", var folder, var program]:
        LinkTable.Run(folder, program);
        return;
}

// Beside the rest of what a build leaves, wherever it is started from.
string artifacts = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath(artifacts));
