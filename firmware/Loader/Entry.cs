using System.Runtime.CompilerServices;
using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Loader;

/// <summary>One line of the menu and everything known about it. All copies are the same entry.</summary>
internal readonly unsafe struct Entry
{
    private const int MaxPathLength = 1024;

    private readonly Data* _data;

    private Entry(Data* data) => _data = data;

    public bool Exists => _data != null;

    public Volume Volume => _data->Volume;

    public EntryKind Kind => _data->Kind;

    /// <summary>Why it cannot be started, if so.</summary>
    public EntryProblem Problem => _data->Problem;

    public BootCount Count => _data->Count;

    /// <summary>Its id: the file's name without the counters, in lower case.</summary>
    public ReadOnlySpan<byte> Id
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => new(_data->Id, _data->IdLength);
    }

    /// <summary>The file's current name in UTF-8. For another system's program, its id.</summary>
    public ReadOnlySpan<byte> FileName
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => new(_data->FileName, _data->FileNameLength);
    }

    public BootEntry Text
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => new(new(_data->Text, _data->TextLength));
    }

    /// <summary>The path of what is started. For an image that is its own entry, the current name, which counting changes.</summary>
    public ReadOnlySpan<byte> Program
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Kind == EntryKind.Uki ? Path : Text.Program;
    }

    public EntryRank Rank => new(Text, Id, Count);

    /// <summary>Its title in the menu.</summary>
    public ReadOnlySpan<byte> Title
    {
        [MethodImpl(MethodImplOptions.NoInlining)]
        get => Text.Title.IsEmpty ? Id : Text.Title;
    }

    /// <summary>Whether it was tried and returned.</summary>
    public ref bool HasFailed => ref _data->HasFailed;

    /// <summary>The command line that a person typed, which replaces the entry's; no buffer if nobody did.</summary>
    public ref PoolBuffer Edited => ref _data->Edited;

    public ref int EditedLength => ref _data->EditedLength;

    /// <summary>Whether it may be booted without a person choosing it.</summary>
    public bool IsCandidate => Problem == EntryProblem.None && Kind is EntryKind.File or EntryKind.Uki;

    /// <summary>Where its file is.</summary>
    public ReadOnlySpan<byte> Path
    {
        get
        {
            var path = new Utf8Writer(Scratch.Bytes(MaxPathLength));
            path.Add(Kind == EntryKind.Uki ? "\\EFI\\Linux\\"u8 : "\\loader\\entries\\"u8);
            path.Add(FileName);
            return path.Written;
        }
    }

    public static Entry Make(
        Volume volume, EntryKind kind, EntryProblem problem, ReadOnlySpan<byte> fileName, ReadOnlySpan<byte> text, out EfiStatus status)
    {
        // Counting may make the name longer by a digit.
        const int NameRoom = 8;
        var buffer = PoolBuffer.Allocate(sizeof(Data) + 2 * fileName.Length + NameRoom + text.Length, out status);
        if (status.IsError)
            return default;

        var data = (Data*)buffer.Start;
        var room = buffer.Bytes[sizeof(Data)..];
        *data = default;
        data->Volume = volume;
        data->Kind = kind;
        data->Problem = problem;
        if (kind != EntryKind.Other)
            data->Count = BootCount.Read(fileName);
        data->FileName = buffer.Start + sizeof(Data);
        data->FileNameLength = fileName.Length;
        data->Id = data->FileName + fileName.Length + NameRoom;
        data->Text = data->Id + fileName.Length;
        data->TextLength = text.Length;
        fileName.CopyTo(room);
        var id = new Utf8Writer(room[(fileName.Length + NameRoom)..]);
        data->Count.WriteId(fileName, ref id);
        data->IdLength = id.Length;
        text.CopyTo(room[(2 * fileName.Length + NameRoom)..]);
        return new(data);
    }

    /// <summary>Completes the sentence "it is skipped: ".</summary>
    public void SayProblem()
    {
        Console.Write(Problem.Words);
        if (Problem == EntryProblem.Missing)
            Console.Write(Program);
    }

    /// <summary>The file has been renamed and has one try less.</summary>
    public void SetFileName(ReadOnlySpan<byte> name)
    {
        name.CopyTo(new(_data->FileName, name.Length));
        _data->FileNameLength = name.Length;
        _data->Count = BootCount.Read(name);
    }

    private struct Data
    {
        public Volume Volume;
        public EntryKind Kind;
        public EntryProblem Problem;
        public BootCount Count;
        public byte* FileName;
        public int FileNameLength;
        public byte* Id;
        public int IdLength;
        public byte* Text;
        public int TextLength;
        public bool HasFailed;
        public PoolBuffer Edited;
        public int EditedLength;
    }
}

/// <summary>The kind of an entry.</summary>
internal enum EntryKind
{
    File,      // \loader\entries\*.conf
    Uki,       // \EFI\Linux\*.efi
    Other,     // a program of another system, that we have found
    Setup,
    PowerOff,
    Restart,
}
