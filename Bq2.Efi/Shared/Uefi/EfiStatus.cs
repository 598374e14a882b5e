namespace Bq2.Efi.Uefi;

/// <summary>What every UEFI call answers: UEFI specification, appendix D. Errors have the top bit set.</summary>
public enum EfiStatus : ulong
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

public static class EfiStatusWords
{
    extension(EfiStatus status)
    {
        /// <summary>Warnings are no errors: the call did its work.</summary>
        public bool IsError => (long)status < 0;

        /// <summary>The status as it would be said, or nothing when the specification has no such number.</summary>
        public ReadOnlySpan<byte> Words => status switch
        {
            EfiStatus.Success => "success"u8,
            EfiStatus.LoadError => "load error"u8,
            EfiStatus.InvalidParameter => "invalid parameter"u8,
            EfiStatus.Unsupported => "unsupported"u8,
            EfiStatus.BadBufferSize => "bad buffer size"u8,
            EfiStatus.BufferTooSmall => "buffer too small"u8,
            EfiStatus.NotReady => "not ready"u8,
            EfiStatus.DeviceError => "device error"u8,
            EfiStatus.WriteProtected => "write protected"u8,
            EfiStatus.OutOfResources => "out of resources"u8,
            EfiStatus.VolumeCorrupted => "volume corrupted"u8,
            EfiStatus.VolumeFull => "volume full"u8,
            EfiStatus.NoMedia => "no media"u8,
            EfiStatus.MediaChanged => "media changed"u8,
            EfiStatus.NotFound => "not found"u8,
            EfiStatus.AccessDenied => "access denied"u8,
            EfiStatus.NoResponse => "no response"u8,
            EfiStatus.NoMapping => "no mapping"u8,
            EfiStatus.Timeout => "timeout"u8,
            EfiStatus.NotStarted => "not started"u8,
            EfiStatus.AlreadyStarted => "already started"u8,
            EfiStatus.Aborted => "aborted"u8,
            EfiStatus.ProtocolError => "protocol error"u8,
            EfiStatus.IncompatibleVersion => "incompatible version"u8,
            EfiStatus.SecurityViolation => "security violation"u8,
            EfiStatus.CrcError => "checksum error"u8,
            EfiStatus.EndOfMedia => "end of media"u8,
            EfiStatus.EndOfFile => "end of file"u8,
            EfiStatus.CompromisedData => "compromised data"u8,
            _ => default,
        };
    }
}
