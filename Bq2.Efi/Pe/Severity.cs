namespace Bq2.Efi.Pe;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Worth knowing; not wrong.</summary>
    Note,

    /// <summary>Some firmware, some tool or some later step may stumble over it.</summary>
    Warning,

    /// <summary>Whoever made the rule does not take the image.</summary>
    Refused,
}
