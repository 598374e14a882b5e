namespace Bq2.Efi.Link;

/// <summary>Which equal read-only sections of different names become one. Only COMDAT sections ever do, and never code.</summary>
public enum Folding
{
    /// <summary>
    /// Those that no program can tell apart: string literals, unwind information, and what the compiler says in
    /// .llvm_addrsig that no one takes the address of.
    /// </summary>
    Safe,

    /// <summary>All that are equal. A program that compares the addresses of its constants may then take another branch.</summary>
    All,

    /// <summary>None.</summary>
    None,
}
