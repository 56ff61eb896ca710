using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid;
using Reverie.Environments.MiniGrid.Language;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.Imaging;

public sealed class PicturesTests
{
    private const string Id = "MiniGrid-DoorKey-6x6-v0";

    [Theory]
    [InlineData(PixelView.World)]
    [InlineData(PixelView.Agent)]
    public void Of_Grid_EqualsTheRgbWrappers(PixelView view)
    {
        using var pictures = (Environment<NdArray<byte>, int>)Pictures.Of(Worlds.Grid(Id), view);
        using var expected = new ImgObsWrapper(
            view == PixelView.World ? new RgbImgObsWrapper(Worlds.Grid(Id), 16) : new RgbImgPartialObsWrapper(Worlds.Grid(Id), 16));
        Assert.Equal(expected.ObservationSpace.ToString(), pictures.ObservationSpace.ToString());
        Assert.Equal(expected.Reset(4).Data, pictures.Reset(4).Data);
        for (int step = 0; step < 50; step++)
            Assert.Equal(expected.Step(step % 7).Observation.Data, pictures.Step(step % 7).Observation.Data);
    }

    [Fact]
    public void Of_WrappedGrid_ShowsItsOwnPictures()
    {
        using var bonus = Pictures.Of(new PositionBonus(Worlds.Grid(Id)));
        Assert.Equal("Box(0, 255, [96, 96, 3], Byte)", bonus.ObservationSpace.ToString());
        using var stream = Pictures.Of(new MissionStreamWrapper(Worlds.Grid(Id)), PixelView.Agent);
        Assert.Equal("Box(0, 255, [112, 112, 3], Byte)", stream.ObservationSpace.ToString());
    }

    [Fact]
    public void Of_Images_AreTakenAsTheyAre()
    {
        using var images = new Toy<NdArray<byte>, int>(new Box<byte>(0, 255, 8, 9, 3), new Discrete(2));
        Assert.Same(images, Pictures.Of(images));
    }

    [Fact]
    public void Of_AnythingElse_ShowsWhatItRenders()
    {
        var toy = new Toy<NdArray<float>, NdArray<float>>(new Box<float>(0, 1, 2), new Box<float>(-1, 1, 2));
        var before = toy.Random.State;
        using var pictures = Pictures.Of(toy);
        Assert.Equal(before, toy.Random.State);
        Assert.Equal("Box(0, 255, [4, 6, 3], Byte)", pictures.ObservationSpace.ToString());
        using var arrays = Pictures.Planes(pictures, 2, 3).AsArrays();
        Assert.Equal("image: UInt8[3, 2, 3]; 2 real numbers", arrays.Layout.ToString());
        var batch = arrays.Row();
        arrays.Reset(0, batch.Row(0));
        arrays.Step(new(default, [0.5f, 1]), batch.Row(0));
        Assert.Equal([0.5f, 1], toy.Taken!.Data);
        Assert.All(batch["image"].Bytes, value => Assert.Equal(200, value));
    }

    [Fact]
    public void Of_AgentsViewWhereThereIsNone_IsRefused()
    {
        using var toy = new Toy<NdArray<float>, int>(new Box<float>(0, 1, 2), new Discrete(2));
        Assert.Contains("has one kind of picture, not one of what its agent sees",
            Assert.Throws<ArgumentException>(() => Pictures.Of(toy, PixelView.Agent)).Message, StringComparison.Ordinal);
        Assert.StartsWith("Pixels need images of bytes [rows, columns, 3], not Box(0, 1, [2], Single)",
            Assert.Throws<ArgumentException>(() => Pictures.Planes(toy, 8, 8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_EpisodeThatDependsOnEarlierOnes_LeavesNoTrace()
    {
        using var plain = Worlds.Registry.Make("BabyAI-SynthS5R2-v0");
        plain.Random.Seed(3);
        var state = plain.Random.State;
        using var rendered = new RenderedPixels<GridObservation<byte>, int>((MiniGridEnv)plain);
        Assert.Equal(state, plain.Random.State);
        byte[] memory = new byte[sizeof(int)];
        ((ICrossEpisodeState)plain).SaveMemory(new BinaryWriter(new MemoryStream(memory)));
        Assert.Equal(-1, BitConverter.ToInt32(memory));
        Assert.Equal(plain.Render().Shape.ToArray(), rendered.Reset(1).Shape.ToArray());
    }
}
