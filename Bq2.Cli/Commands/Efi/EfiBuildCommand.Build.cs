using System.Text;
using Bq2.Efi.Sdk;
using Bq2.Efi.Files;
using Bq2.Efi.Link;
using Bq2.Efi.Pe;
using Bq2.Sysroot;

namespace Bq2.Cli;

internal static partial class EfiBuildCommand
{
    /// <summary>One build, after the command line was parsed.</summary>
    private sealed record Build(string Output, Machine Machine)
    {
        public Subsystem Subsystem { get; init; } = Subsystem.EfiApplication;

        public string? Map { get; init; }

        public string? Sbat { get; init; }

        public bool Names { get; init; } = true;

        public bool KeepObject { get; init; }

        public string? Sdk { get; init; }

        public int Run(string[] sources)
        {
            Outputs.CheckDistinct(Output, Map);
            if (KeepObject && Outputs.IsStandardOutput(Output))
                throw new UsageException(
                    "--keep-object keeps the object beside the program, so the program cannot go to standard output: name a file");

            var (sdk, ilc) = (DotnetSdk.Find(Sdk), EfiTools.FindIlc());
            string folder = Directory.CreateTempSubdirectory("bq2-efi-").FullName;
            using var removal = new Cleanup(() => Directory.Delete(folder, recursive: true));
            string[] files = ProjectSources.IsProject(sources) ? ProjectSources.Read(sources[0], sdk)
                : [.. sources.Select(source => Existing(source, folder))];

            // The compilers are slow; warm up the linker meanwhile.
            EfiLinker.Prepare();

            // Named after the source: the output path must not change a byte of the program.
            string assembly = Path.Combine(folder, Path.GetFileNameWithoutExtension(files[0]) + ".dll");
            string[] libraries = EfiTools.PutLibrariesInto(Directory.CreateDirectory(Path.Combine(folder, "uefi")).FullName);
            return Complain(sdk.Compiler.Compile(files, libraries, assembly)) ? ExitCode.Input : Link(ilc, assembly, libraries);
        }

        private int Link(IlCompiler ilc, string assembly, string[] libraries)
        {
            var made = new EfiProgram(ilc, Machine)
            {
                CoreLibrary = libraries[0],
                References = libraries[1..],
                Names = Names,
                Link = new()
                {
                    Subsystem = Subsystem,
                    Name = Names ? Path.GetFileNameWithoutExtension(assembly) + ".efi" : null,
                    Map = Map is not null,
                    Sbat = EfiLinkCommand.ReadSection(Sbat),
                },
            }.Make(assembly, Path.ChangeExtension(KeepObject ? Output : assembly, ".obj"));
            Complain(made.Faults);
            if (made.Image is not { } image)
                return ExitCode.Input;

            if (Map is not null)
                Outputs.Write(Map, Encoding.UTF8.GetBytes(EfiLinkCommand.TextOf(made.Map!, Map)));
            Outputs.Write(Output, image);
            Outputs.SayMade(Output, $"{image.Length:N0} bytes for {Machine.Name()}");
            return ExitCode.Done;
        }

        /// <summary>A file that the compiler can open too: a pipe is copied into a temporary file.</summary>
        private static string Existing(string word, string folder)
        {
            using var file = Inputs.Open(word);
            if (file is { CopiedTo: null, Status.Kind: FileKind.Regular } && !Inputs.IsStandardInput(word))
                return word;

            string source = Path.Combine(folder, "program.cs");
            File.WriteAllBytes(source, file.ReadAll());
            return source;
        }

        /// <summary>Reports the faults; returns whether any of them is an error.</summary>
        private static bool Complain(IReadOnlyList<BuildFault> faults)
        {
            foreach (var fault in faults)
                Console.Error.WriteLine(fault);
            return faults.Any(fault => !fault.IsWarning);
        }
    }
}
