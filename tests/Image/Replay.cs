namespace Bq2.Tests.Image;

/// <summary>The content of a file after some of the steps that wrote it.</summary>
internal sealed class Replay
{
    // A disk writes these completely or not at all.
    private const int Sector = 512;

    private readonly byte[] _bytes;
    private int _length;

    public Replay(byte[] start, long room)
    {
        _bytes = new byte[room];
        start.CopyTo(_bytes, 0);
        _length = start.Length;
    }

    public Replay(Replay other) => (_bytes, _length) = ((byte[])other._bytes.Clone(), other._length);

    public byte[] Bytes => _bytes[.._length];

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>
    /// The file after an interruption: before each step, and within each step that writes several sectors, with either half of
    /// them written. Only about so many steps are tried, but all that write the header, and the last ones.
    /// </summary>
    public static IEnumerable<(int Step, string When, Replay File)> CutAnywhere(byte[] start, RecordingDisk file, int most)
    {
        var steps = file.Steps;
        int stride = Math.Max(1, steps.Count / most);
        var now = new Replay(start, steps.Select(step => step.Offset + step.Bytes.Length).Append(start.Length).Max());
        for (int i = 0; i < steps.Count; i++)
        {
            var (offset, bytes) = steps[i];
            if (i % stride == 0 || i >= steps.Count - 8 || (offset < 4096 && bytes.Length > 0))
            {
                yield return (i, $"before step {i} of {steps.Count}", now);
                long sectors = bytes.Length == 0 ? 0 : (offset + bytes.Length - 1) / Sector - offset / Sector + 1;
                for (int half = 0; half < 2 && sectors > 1; half++)
                {
                    var torn = new Replay(now);
                    long seen = 0;
                    torn.ApplySectors(steps[i], () => seen++ < sectors / 2 == (half == 0));
                    yield return (i, $"within step {i} of {steps.Count}, half {half}", torn);
                }
            }

            now.Apply(steps[i]);
        }

        yield return (steps.Count, "at the end", now);
    }

    /// <summary>A write after the end grows the file too, if the growing itself was lost.</summary>
    public void Apply((long Offset, byte[] Bytes) step)
    {
        step.Bytes.CopyTo(_bytes, step.Offset);
        _length = step.Bytes.Length == 0 ? (int)step.Offset : Math.Max(_length, (int)step.Offset + step.Bytes.Length);
    }

    /// <summary>Some sectors of a write; for a change of the length there is one choice.</summary>
    public void ApplySectors((long Offset, byte[] Bytes) step, Func<bool> isWanted)
    {
        if (step.Bytes.Length == 0 && isWanted())
            Apply(step);
        for (int done = 0, length; done < step.Bytes.Length; done += length)
        {
            long offset = step.Offset + done;
            length = (int)Math.Min(Sector - offset % Sector, step.Bytes.Length - done);
            if (isWanted())
                Apply((offset, step.Bytes[done..(done + length)]));
        }
    }
}
