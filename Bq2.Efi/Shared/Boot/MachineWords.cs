using Bq2.Efi.Pe;

namespace Bq2.Efi.Boot;

/// <summary>The names of a machine in different places.</summary>
internal static class MachineWords
{
    extension(Machine machine)
    {
        /// <summary>The name of "uname -m" and of our messages; empty for a machine that is not supported.</summary>
        public ReadOnlySpan<byte> Name => machine switch
        {
            Machine.X64 => "x86_64"u8,
            Machine.Arm64 => "aarch64"u8,
            _ => default,
        };

        /// <summary>The name in a boot entry's architecture line, which is UEFI's.</summary>
        public ReadOnlySpan<byte> EntryWord => machine switch
        {
            Machine.X64 => "x64"u8,
            Machine.Arm64 => "aa64"u8,
            _ => default,
        };
    }
}
