using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;

// Beside the rest of what a build leaves, wherever it is started from.
string artifacts = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../benchmarks"));
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.WithArtifactsPath(artifacts));
