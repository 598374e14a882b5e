using Microsoft.Build.Framework;

namespace Bq2.Efi.Sdk;

/// <summary>
/// Runs when csc has refused a project: says of each name that .NET has and the core library does not what there is instead.
/// A warning with the place of csc's error, as the error itself is told already.
/// </summary>
public sealed class ExplainMissingNames : Microsoft.Build.Utilities.Task
{
    /// <summary>The property ErrorLog of the project: a file, and perhaps a version behind a comma.</summary>
    [Required]
    public string ErrorLog { get; set; } = "";

    /// <summary>The core library, and what else of ours the project refers to.</summary>
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
