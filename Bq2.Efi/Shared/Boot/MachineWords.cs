using Bq2.Efi.Pe;

namespace Bq2.Efi.Boot;

/// <summary>What a machine is called, depending on who is asked.</summary>
public static class MachineWords
{
    extension(Machine machine)
    {
        /// <summary>As "uname -m" says it, and we in our messages; nothing for a machine that is none of ours.</summary>
        public ReadOnlySpan<byte> Name => machine switch
        {
            Machine.X64 => "x86_64"u8,
            Machine.Arm64 => "aarch64"u8,
            _ => default,
        };

        /// <summary>As a boot entry's architecture line says it, which is as UEFI does.</summary>
        public ReadOnlySpan<byte> EntryWord => machine switch
        {
            Machine.X64 => "x64"u8,
            Machine.Arm64 => "aa64"u8,
            _ => default,
        };
    }
}
