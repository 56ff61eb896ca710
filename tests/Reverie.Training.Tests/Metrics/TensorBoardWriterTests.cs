using System.Text;
using Reverie.Training.Metrics;

namespace Reverie.Training.Tests.Metrics;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void MaskedCrc_CheckValue_IsThatOfTheStandard()
    {
        // CRC-32C of "123456789" is E3069283.
        const uint Crc = 0xE3069283;
        Assert.Equal(((Crc >> 15) | (Crc << 17)) + 0xA282EAD8, MaskedCrc32C.Compute("123456789"u8));
    }

    [Fact]
    public void Scalars_Written_ReadBackAsEvents()
    {
        using (var writer = new TensorBoardWriter(_folder.Path, FixedTime.AtNoon()))
            writer.Scalars(12, new Dictionary<string, double> { ["loss/tokenizer"] = 0.5, ["return"] = -3 });
        var events = Events();

        Assert.Equal("brain.Event:2", Text(events[0][3].Single()));
        Assert.Equal(1769860805.0, events[2][1].Single());
        Assert.Equal(12L, events[2][2].Single());
        var values = EventFile.Fields((byte[])events[2][5].Single())[1].Select(value => EventFile.Fields((byte[])value)).ToArray();
        Assert.Equal(["loss/tokenizer", "return"], values.Select(value => Text(value[1].Single())));
        Assert.Equal([0.5f, -3f], values.Select(value => (float)value[2].Single()));
    }

    [Fact]
    public void Constructor_ResumedInTheSameSecond_AddsAFileThatPurgesLaterSteps()
    {
        new TensorBoardWriter(_folder.Path, FixedTime.AtNoon()).Dispose();
        new TensorBoardWriter(_folder.Path, FixedTime.AtNoon(), resumedFrom: 40).Dispose();

        string[] files = Directory.GetFiles(_folder.Path).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(2, files.Length);
        var start = EventFile.Fields(EventFile.Records(files[1]).ElementAt(1));
        Assert.Equal(41L, start[2].Single());
        Assert.Equal(1L, EventFile.Fields((byte[])start[7].Single())[1].Single());
    }

    [Fact]
    public void Constructor_NewRun_BeginsWithAStartThatVoidsNothing()
    {
        new TensorBoardWriter(_folder.Path, FixedTime.AtNoon()).Dispose();

        var start = Events()[1];
        Assert.Equal(0L, start[2].Single());
        Assert.Equal(1L, EventFile.Fields((byte[])start[7].Single())[1].Single());
    }

    private static string Text(object bytes) => Encoding.UTF8.GetString((byte[])bytes);

    private ILookup<int, object>[] Events() => [.. EventFile.Records(Directory.GetFiles(_folder.Path).Single()).Select(EventFile.Fields)];
}
