using System.Diagnostics.CodeAnalysis;

namespace Internal.Runtime;

/// <summary>What the build tells ilc about a program, so that ilc leaves out what the program does not need.</summary>
internal static class Features
{
    [FeatureSwitchDefinition("Bq2.Arm64")]
    public static bool IsArm64 => false;

    /// <summary>Whether the names of methods and types are linked in.</summary>
    [FeatureSwitchDefinition("Bq2.Names")]
    public static bool HasNames => true;

    /// <summary>Whether the program has blocks to run when an exception leaves their method.</summary>
    [FeatureSwitchDefinition("Bq2.Finally")]
    public static bool HasFinally => true;

    /// <summary>Whether the program takes remainders, of whole numbers or others.</summary>
    [FeatureSwitchDefinition("Bq2.Remainder")]
    public static bool HasRemainder => true;
}
