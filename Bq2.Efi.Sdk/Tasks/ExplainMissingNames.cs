using Microsoft.Build.Framework;

namespace Bq2.Efi.Sdk;

/// <summary>
/// Runs when csc has refused a project: for each name that .NET has and the core library lacks, says what to use instead. It is a
/// warning at the place of csc's error, because the error itself is already reported.
/// </summary>
public sealed class ExplainMissingNames : Microsoft.Build.Utilities.Task
{
    /// <summary>The property ErrorLog of the project: a file, and perhaps a comma and a version.</summary>
    [Required]
    public string ErrorLog { get; set; } = "";

    /// <summary>The core library and our other assemblies that the project references.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    public override bool Execute()
    {
        var faults = Sdk.ErrorLog.Read(ErrorLog.Split(',')[0]);
        if (faults.Count == 0)
            return true;

        var missing = new MissingNames(References.Select(reference => reference.ItemSpec));
        foreach (var fault in faults)
        {
            if (missing.Explain(fault).Hint is { } hint)
                Log.LogWarning(null, BuildFaults.MissingName.Code, null, fault.File, fault.Line, fault.Column, 0, 0, "{0}", hint);
        }

        return true;
    }
}
