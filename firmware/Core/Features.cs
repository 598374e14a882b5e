using System.Diagnostics.CodeAnalysis;

namespace Internal.Runtime;

/// <summary>What the build knows of a program and tells ilc, which then leaves out what is for others.</summary>
internal static class Features
{
    [FeatureSwitchDefinition("Bq2.Arm64")]
    public static bool IsArm64 => false;

    /// <summary>Whether the names of methods and types are linked in.</summary>
    [FeatureSwitchDefinition("Bq2.Names")]
    public static bool HasNames => true;

    /// <summary>Whether any block of the program is to run when an exception leaves its method.</summary>
    [FeatureSwitchDefinition("Bq2.Finally")]
    public static bool HasFinally => true;

    /// <summary>Whether the program takes remainders, be it of whole numbers or of others.</summary>
    [FeatureSwitchDefinition("Bq2.Remainder")]
    public static bool HasRemainder => true;
}
