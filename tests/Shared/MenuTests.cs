using Bq2.Efi.Boot;
using Bq2.Efi.Uefi;

namespace Bq2.Tests.Shared;

public sealed class MenuTests
{
    [Theory]
    [InlineData("\u001b[A", ScanCode.Up)]
    [InlineData("\u001bOB", ScanCode.Down)]
    [InlineData("\u001b[1;5C", ScanCode.Right)]
    [InlineData("\u001b[3~", ScanCode.Delete)]
    [InlineData("\u001b[3;15~", ScanCode.Delete)]
    [InlineData("\u001b[4~", ScanCode.End)]
    [InlineData("\u001b[15~", ScanCode.None)]
    [InlineData("\u001b[Z", ScanCode.None)]
    public void ATerminalsSequenceIsAKey(string typed, object expected)
    {
        var decoder = new KeyDecoder();
        for (int i = 0; i < typed.Length; i++)
        {
            var key = new InputKey { Character = typed[i] };
            Assert.Equal(i == typed.Length - 1, decoder.Take(ref key));
            if (i == typed.Length - 1)
                Assert.Equal(((ScanCode)expected, '\0'), (key.Scan, key.Character));
        }

        Assert.False(decoder.IsWaiting);
    }

    [Fact]
    public void ALoneEscapeIsAKey()
    {
        var decoder = new KeyDecoder();
        var key = new InputKey { Scan = ScanCode.Escape };

        Assert.False(decoder.Take(ref key));
        Assert.True(decoder.IsWaiting);
        Assert.Equal(ScanCode.Escape, decoder.TakeEscape().Scan);
        Assert.False(decoder.IsWaiting);

        key = new() { Character = 'x' };
        Assert.True(decoder.Take(ref key));
        Assert.Equal('x', key.Character);
    }

    [Theory]
    [InlineData(200, 20, 0, "D", 1, 0)]
    [InlineData(200, 20, 0, "U", 0, 0)]
    [InlineData(200, 20, 0, "E", 199, 180)]
    [InlineData(200, 20, 0, "EU", 198, 180)]
    [InlineData(200, 20, 0, "EH", 0, 0)]
    [InlineData(200, 20, 19, "D", 20, 1)]
    [InlineData(200, 20, 100, "", 100, 81)]
    [InlineData(200, 20, 100, "P", 80, 80)]
    [InlineData(200, 20, 190, "N", 199, 180)]
    [InlineData(3, 20, 0, "NDDD", 2, 0)]
    [InlineData(1, 20, 0, "DUEHNP", 0, 0)]
    public void KeysMoveTheChoiceAndScrollNoMoreThanTheyMust(int count, int rows, int selected, string keys, int expected, int top)
    {
        var menu = new MenuState(count, rows, selected);
        foreach (char c in keys)
        {
            Assert.True(menu.Take(new()
            {
                Scan = c switch
                {
                    'U' => ScanCode.Up, 'D' =>
                        ScanCode.Down, 'H' => ScanCode.Home, 'E' => ScanCode.End, 'P' => ScanCode.PageUp, _ => ScanCode.PageDown,
                },
            }));
        }

        Assert.Equal((expected, top), (menu.Selected, menu.Top));
        Assert.False(menu.Take(new() { Character = '\r' }));
    }

    [Theory]
    [InlineData("abc", "", "abc", 3)]
    [InlineData("abc", "xy", "abcxy", 5)]
    [InlineData("abc", "\u0001x", "xabc", 1)]
    [InlineData("abc", "\b", "ab", 2)]
    [InlineData("abc", "\u0001\b", "abc", 0)]
    [InlineData("abc", "\u0001\u0004", "bc", 0)]
    [InlineData("abc", "\u0002\u0002\u000b", "a", 1)]
    [InlineData("abc", "\u0002\u0015", "c", 0)]
    [InlineData("root=a  quiet ", "\u0017", "root=a  ", 8)]
    [InlineData("", "\u0017\b\u0004\u000b\u0015", "", 0)]
    [InlineData("abc", "\u0001\u0006Z\u0005!", "aZbc!", 5)]
    public void ALineIsEdited(string text, string keys, string expected, int cursor)
    {
        var buffer = new char[100];
        text.CopyTo(buffer);
        var line = new LineEditor(buffer, text.Length, 80);
        foreach (char c in keys)
            line.Take(new() { Character = c });

        Assert.Equal(expected, new string(buffer, 0, line.Length));
        Assert.Equal(cursor, line.Cursor);
    }

    [Fact]
    public void ALineEndsWithEnterOrEscape()
    {
        var line = new LineEditor(new char[5], 0, 80);

        Assert.Equal(EditStep.Accept, line.Take(new() { Character = '\r' }));
        Assert.Equal(EditStep.Cancel, line.Take(new() { Scan = ScanCode.Escape }));
        Assert.Equal(EditStep.Nothing, line.Take(new() { Scan = ScanCode.F10 }));
    }

    /// <summary>Whatever is typed, the line is what a simple model says, and the cursor is on the screen.</summary>
    [Fact, Trait(Fuzzing.Category, Fuzzing.Fuzz)]
    public void NoTypingIsTooWild()
    {
        var random = Fuzzing.Random(6);
        ScanCode[] keys = [ScanCode.None,
            ScanCode.None, ScanCode.Left, ScanCode.Right, ScanCode.Home, ScanCode.End, ScanCode.Delete, ScanCode.PageUp];
        for (int round = 0; round < 200; round++)
        {
            int width = random.Next(2, 12);
            var buffer = new char[20];
            var line = new LineEditor(buffer, 0, width);
            string model = "";
            int at = 0;
            for (int i = 0; i < 200; i++)
            {
                var key = new InputKey { Scan = random.GetItems(keys, 1)[0] };
                if (key.Scan == ScanCode.None)
                    key.Character = random.Next(4) == 0 ? '\b' : (char)random.Next('a', 'z');
                line.Take(key);
                (model, at) = key.Scan switch
                {
                    ScanCode.Left => (model, Math.Max(0, at - 1)),
                    ScanCode.Right => (model, Math.Min(model.Length, at + 1)),
                    ScanCode.Home => (model, 0),
                    ScanCode.End => (model, model.Length),
                    ScanCode.Delete => (at < model.Length ? model.Remove(at, 1) : model, at),
                    ScanCode.None when key.Character == '\b' => at > 0 ? (model.Remove(at - 1, 1), at - 1) : (model, at),
                    ScanCode.None when model.Length < buffer.Length => (model.Insert(at, key.Character.ToString()), at + 1),
                    _ => (model, at),
                };

                Assert.Equal(model, new string(buffer, 0, line.Length));
                Assert.Equal(at, line.Cursor);
                Assert.InRange(line.Cursor - line.First, 0, width - 1);
                Assert.True(line.Shown.Length <= width);
            }
        }
    }
}
