using System.Text.RegularExpressions;
using Bq2.Efi.Pe;
using Bq2.Image;
using Bq2.Sysroot;
using Bq2.Tests.Booting;

namespace Bq2.Tests.Cellar;

/// <summary>
/// Every feature of C# that works without .NET, tried on firmware: Probes/ says one line for each, and starts Failing/ once
/// for each way in which a program may end.
/// </summary>
public sealed partial class ProbeTests
{
    // Firmware of AArch64 has no first page to look into: there it is in the firmware that the fault happens.
    private const string OnX64 = "on x86-64: ";

    private const string Judges = "qemu-system-x86_64 qemu-system-aarch64";

    private const string NullReference = "System.NullReferenceException: Object reference not set to an instance of an object.";

    // What each failure says, and the method that it came from.
    private static readonly (string Message, string? Method)[] s_failures =
    [
        ("System.InvalidOperationException: this was thrown", ".Thrown"),
        ("System.IndexOutOfRangeException: Index was outside the bounds of the array.", ".IndexOutOfRange"),
        ("System.IndexOutOfRangeException: Index was outside the bounds of the array.", ".SpanOutOfRange"),
        ("System.DivideByZeroException: Attempted to divide by zero.", ".DivisionByZero"),
        ("System.OverflowException: Arithmetic operation resulted in an overflow.", ".Overflow"),
        ("System.InvalidCastException: Unable to cast object of type 'System.String' "
            + "to type 'System.Collections.Generic.List`1[System.Int32]'.", ".WrongCast"),
        ("System.InvalidCastException: Unable to cast object of type 'System.String' to type 'System.Int32'.", ".WrongUnboxing"),
        ("System.NullReferenceException: Object reference not set to an instance of an object.", ".NullInterface"),
        ("System.ArrayTypeMismatchException: Attempted to access an element as a type incompatible with the array.", ".WrongArrayStore"),
        ("System.Runtime.CompilerServices.SwitchExpressionException: "
            + "Non-exhaustive switch expression failed to match its input. Unmatched value was 5.", ".NoSwitchBranch"),
        ("System.ArgumentOutOfRangeException: Specified argument was out of the range of valid values.", ".OfLibrary"),
        ("Program+OwnFault: number 42!", ".OwnException"),
        ("System.OverflowException: Arithmetic operation resulted in an overflow.", ".NegativeLength"),
        ("System.InvalidOperationException: Nullable object must have a value.", ".NoValue"),
        ("System.InvalidOperationException: Collection was modified; enumeration operation may not execute.", ".ChangedList"),
        ("System.DivideByZeroException: Attempted to divide by zero.", ".DivisionByZero"),
        ("", null),
        ("Process terminated. giving up", null),
        ("Process terminated. out of memory: the firmware has no more, and nothing is freed here", null),
        ("System.NullReferenceException: Object reference not set to an instance of an object.", ".ThrowNull"),
        ("System.NotImplementedException: The method or operation is not implemented.", "+Deep`1.Go"),
        ("System.OverflowException: Arithmetic operation resulted in an overflow.", ".ConversionOverflow"),
        ("System.OverflowException: Arithmetic operation resulted in an overflow.", ".QuotientOverflow"),
        ("System.AccessViolationException: Attempted to read or write protected memory.", ".NoMemoryThere"),
        (NullReference, "NullReferences.Field"),
        (NullReference, "NullReferences.FarField"),
        (NullReference, "NullReferences.Store"),
        (NullReference, "NullReferences.Item"),
        (NullReference, "NullReferences.Letter"),
        (NullReference, "NullReferences.Invoke"),
        (NullReference, "NullReferences.Virtual"),
        (NullReference, "NullReferences.OfStruct"),
        (NullReference, OnX64 + "NullReferences.Field"),
        ("Process terminated. Stack overflow in Endless.Down.", "Endless.Down"),
        ("Process terminated. Stack overflow in Endless.P", "Endless.P"),
        ("Process terminated. Stack overflow in Endless.Broad.", "Endless.Broad"),
        ("Process terminated. Stack overflow in Endless.Down.", "Endless.Down"),
        ("innermost\niterator\ndisposed\nblocks: 12c012c1\n", "FinallyBlocks.Throw"),
        ("InvalidOperationException: first\n|Unhandled exception. System.InvalidOperationException: second\n"
            + "   at FinallyBlocks.ThrowTwice|\nblocks: abc\n", "FinallyBlocks.ThrowTwice"),
        ("   at Program.Main\nblocks: 5\n", "FinallyBlocks.OfProcessor"),
        ("", "FinallyBlocks.Ends"),
        ("   at FinallyBlocks.Called\ndisposed", "FinallyBlocks.Called"),
    ];

    [Needs(Judges)]
    [InlineData(Machine.X64)]
    [InlineData(Machine.Arm64)]
    public void EveryProbeSaysOkAndEveryFailureItsReason(Machine machine)
    {
        using var temp = new TempFolder();
        string[] said = Boot(temp, machine, "probes: done");

        string[] names = ProbeNames();
        Assert.True(names.Length > 180, $"only {names.Length} probes were found in their sources");
        Assert.All(names, name => Assert.Contains("ok " + name, said));
        Assert.Contains("ok console by parts 1", said);
        Assert.Equal(["bad twin: this one is bad: it is not so", "bad twin: and this one: no"],
            said.Where(line => line.StartsWith("bad ", StringComparison.Ordinal)));
        for (int i = 0; i < s_failures.Length; i++)
            AssertFailure(said, i, machine);
        Assert.Contains($"no failurefailure {s_failures.Length} ended with 0", said);
    }

    private static void AssertFailure(string[] said, int number, Machine machine)
    {
        var (message, method) = s_failures[number];
        if (method?.StartsWith(OnX64, StringComparison.Ordinal) == true)
            method = machine == Machine.X64 ? method[OnX64.Length..] : null;
        string status = message.Length == 0 ? "8000000000000007" : "8000000000000015";   // Environment.Exit(7), or aborted
        string before = number == 0 ? "bad twin: and this one: no" : $"failure {number - 1} ended";
        int start = Array.FindIndex(said, line => line.StartsWith(before, StringComparison.Ordinal)) + 1;
        int end = Array.IndexOf(said, $"failure {number} ended with {status}");
        Assert.True(end >= start, $"failure {number} did not end with {status}");
        string[] words = said[start..end];

        Assert.All(message.Split('|'), part => Assert.Contains(part, string.Join('\n', words) + '\n', StringComparison.Ordinal));
        if (method is not null)
        {
            string place = "   at " + (method[0] is '.' or '+' ? "Program" : "") + method;
            string? found = words.FirstOrDefault(line => line.StartsWith(place.Split('.', '+')[0], StringComparison.Ordinal));
            Assert.True(found?.StartsWith(place, StringComparison.Ordinal),
                $"failure {number} is not said to come from {method}:\n{string.Join('\n', words)}");
        }
    }

    /// <summary>What the machine says, line by line.</summary>
    private static string[] Boot(TempFolder temp, Machine machine, string expect)
    {
        var esp = new Tree();
        esp.AddFile("EFI/BOOT/" + machine.BootFileName(), Content.FromBytes(FirmwareProgram.Of("Probes", machine).Image));
        esp.AddFile("failures.efi", Content.FromBytes(FirmwareProgram.Of("Failing", machine).Image));
        RawImage.Write(temp["disk"], GptDisk.Plan([new(PartitionType.Esp, FatVolume.Plan(esp))]));

        var boot = Bq2.Sysroot.Boot.Of(temp["disk"],
            QemuMachine.Of(machine)) with { Format = "raw", Expect = expect, Timeout = TimeSpan.FromSeconds(90) };
        var outcome = Emulator.Run(boot);
        Assert.True(outcome.ExpectedSaid, $"nobody said \"{expect}\":\n{outcome.Said}{outcome.Complained}");
        return outcome.Said.Split("\r\n");
    }

    private static string[] ProbeNames() =>
    [
        .. Directory.GetFiles(Path.Combine(Repository.Root, "tests/Firmware/Probes"))
            .SelectMany(file => ProbeCall().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Where(name => !name.StartsWith("twin", StringComparison.Ordinal)),
    ];

    [GeneratedRegex("""Probe\.\w+\("([^"]+)",""")]
    private static partial Regex ProbeCall();
}
