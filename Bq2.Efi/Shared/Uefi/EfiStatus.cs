namespace Bq2.Efi.Uefi;

/// <summary>The result of every UEFI call: UEFI specification, appendix D. Errors have the top bit set.</summary>
internal enum EfiStatus : ulong
{
    Success = 0,

    LoadError = ErrorBit | 1,
    InvalidParameter = ErrorBit | 2,
    Unsupported = ErrorBit | 3,
    BadBufferSize = ErrorBit | 4,
    BufferTooSmall = ErrorBit | 5,
    NotReady = ErrorBit | 6,
    DeviceError = ErrorBit | 7,
    WriteProtected = ErrorBit | 8,
    OutOfResources = ErrorBit | 9,
    VolumeCorrupted = ErrorBit | 10,
    VolumeFull = ErrorBit | 11,
    NoMedia = ErrorBit | 12,
    MediaChanged = ErrorBit | 13,
    NotFound = ErrorBit | 14,
    AccessDenied = ErrorBit | 15,
    NoResponse = ErrorBit | 16,
    NoMapping = ErrorBit | 17,
    Timeout = ErrorBit | 18,
    NotStarted = ErrorBit | 19,
    AlreadyStarted = ErrorBit | 20,
    Aborted = ErrorBit | 21,
    ProtocolError = ErrorBit | 24,
    IncompatibleVersion = ErrorBit | 25,
    SecurityViolation = ErrorBit | 26,
    CrcError = ErrorBit | 27,
    EndOfMedia = ErrorBit | 28,
    EndOfFile = ErrorBit | 31,
    CompromisedData = ErrorBit | 33,

    ErrorBit = 0x8000_0000_0000_0000,
}

internal static class EfiStatusWords
{
    extension(EfiStatus status)
    {
        /// <summary>Warnings are not errors: the call did its work.</summary>
        public bool IsError => (long)status < 0;

        /// <summary>The status in words; empty if the specification has no such number.</summary>
        public ReadOnlySpan<byte> Words
        {
            get
            {
                // In the order of their numbers, each ended by a NUL; warnings are shown as success.
                var words = "success\0load error\0invalid parameter\0unsupported\0bad buffer size\0"u8
                    + "buffer too small\0not ready\0device error\0write protected\0out of resources\0volume corrupted\0volume full\0"u8
                    + "no media\0media changed\0not found\0access denied\0no response\0no mapping\0timeout\0not started\0"u8
                    + "already started\0aborted\0\0\0protocol error\0incompatible version\0security violation\0checksum error\0"u8
                    + "end of media\0\0\0end of file\0\0compromised data\0"u8;
                var number = status.IsError ? status ^ EfiStatus.ErrorBit : EfiStatus.Success;
                for (; number != 0 && !words.IsEmpty; number--)
                    words = words[(words.IndexOf((byte)0) + 1)..];
                return words.IsEmpty ? words : words[..words.IndexOf((byte)0)];
            }
        }
    }
}
