using System.Xml.Linq;
using Bq2.Pictures;
using Terminal = Bq2.Pictures.Terminal;

namespace Bq2.Tests.Scripts;

/// <summary>What becomes of a terminal's words when eng/pictures.sh draws them.</summary>
public sealed class PictureTests
{
    [Fact]
    public void TheTerminalObeysWhatFirmwareSends()
    {
        var cells = Terminal.Show("gone\e[2J\e[=3h\e[02;03Hmenu\e[0m\e[30m\e[47m\e[25;01Hend\r\nnext");

        Assert.Equal("menu", Letters(cells, 0).Trim());              // the last line of the screen moved the others up
        Assert.Equal(new Cell('m', Cell.LightGray, Cell.Black, false), cells[0, 2]);
        Assert.Equal(new Cell('e', Cell.Black, Cell.LightGray, false), cells[23, 0]);
        Assert.Equal("next", Letters(cells, 24).Trim());
    }

    [Fact]
    public void ALongLineGoesOnBelow()
    {
        var cells = Terminal.Show(new string('a', Terminal.Columns) + "b\e[9");

        Assert.Equal("b", Letters(cells, 1).Trim());
    }

    [Fact]
    public void ColoursAndPlacesAreDrawn()
    {
        var drawn = XDocument.Parse(ScreenPicture.Draw(Terminal.Show("\e[30m\e[47m\e[03;05H<&>")));
        var text = drawn.Descendants().Single(element => element.Name.LocalName == "text");
        var papers = drawn.Descendants().Where(element => element.Name.LocalName == "rect");

        Assert.Equal("<&>", text.Value);
        Assert.Equal("31.2", text.Attribute("x")!.Value);            // the fifth column
        Assert.Equal("#101418", text.Attribute("fill")!.Value);
        Assert.Equal("#c8c8c8", papers.Last().Attribute("fill")!.Value);
    }

    /// <summary>The machine's pace, the kernel's clock and the terminal's steering leave no trace.</summary>
    [Fact]
    public void TheSameWordsMakeTheSameFilm()
    {
        string quick = Recording.Draw([("run", "\e[2J[    1.678268] reboot: Power down\r\nend\n")]);
        string slow = Recording.Draw([("run", "[   12.300000] reboot: Power down\nend")]);

        Assert.Equal(quick, slow);
        Assert.Contains(">reboot: Power down<", quick, StringComparison.Ordinal);
    }

    [Fact]
    public void AFilmScrollsWhenItsWindowIsFull()
    {
        string printed = string.Join('\n', Enumerable.Range(1, Recording.Rows));

        Assert.DoesNotContain("animateTransform", Recording.Draw([("run", printed[..^3])]), StringComparison.Ordinal);
        Assert.Contains("values=\"0 0;0 -17\"", Recording.Draw([("run", printed)]), StringComparison.Ordinal);
    }

    [Fact]
    public void ThePicturesOfTheReadmeAreThereAndSmall()
    {
        string[] pictures = Directory.GetFiles(Path.Combine(Repository.Root, "docs/pictures"));

        Assert.Equal(["menu.svg", "tour.svg"], pictures.Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.InRange(pictures.Sum(path => new FileInfo(path).Length), 1, 200_000);
        Assert.All(pictures, path => Assert.Equal("svg", XDocument.Load(path).Root!.Name.LocalName));
    }

    private static string Letters(Cell[,] cells, int row) =>
        new([.. Enumerable.Range(0, Terminal.Columns).Select(column => cells[row, column].Letter)]);
}
