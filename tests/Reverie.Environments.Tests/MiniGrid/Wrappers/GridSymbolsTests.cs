using Reverie.Environments.Imaging;
using Reverie.Environments.MiniGrid.Wrappers;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.Tests.MiniGrid.Wrappers;

public sealed class GridSymbolsTests
{
    [Fact]
    public void Step_View_IsTheEnvironmentsOwnObservation()
    {
        using var environment = (Environment<NdArray<byte>, int>)GridSymbols.Of(Worlds.Grid("MiniGrid-DoorKey-5x5-v0"), PixelView.Agent);
        var own = Worlds.Grid("MiniGrid-DoorKey-5x5-v0");
        Assert.Equal(own.Reset(3).Image.Data, environment.Reset(3).Data);
        foreach (int action in (int[])[1, 2, 3, 0, 2, 5])
            Assert.Equal(own.Step(action).Observation.Image.Data, environment.Step(action).Observation.Data);
        Assert.Equal([7, 7, 3], ((Box<byte>)environment.ObservationSpace).Shape.ToArray());
    }

    [Fact]
    public void Step_World_IsTheWholeGridWithTheAgent()
    {
        using var environment = (Environment<NdArray<byte>, int>)GridSymbols.Of(Worlds.Grid("MiniGrid-DoorKey-5x5-v0"), PixelView.World);
        var own = new FullyObsWrapper(Worlds.Grid("MiniGrid-DoorKey-5x5-v0"));
        Assert.Equal(own.Reset(3).Image.Data, environment.Reset(3).Data);
        foreach (int action in (int[])[1, 2, 3, 0, 2, 5])
            Assert.Equal(own.Step(action).Observation.Image.Data, environment.Step(action).Observation.Data);
        Assert.Equal([5, 5, 3], ((Box<byte>)environment.ObservationSpace).Shape.ToArray());
    }

    [Fact]
    public void Of_WrapperThatNarrowsTheView_IsShown()
    {
        using var environment = GridSymbols.Of(new ViewSizeWrapper(Worlds.Grid("MiniGrid-Empty-5x5-v0"), 3), PixelView.Agent);
        Assert.Equal([3, 3, 3], ((Box<byte>)environment.ObservationSpace).Shape.ToArray());
    }

    [Fact]
    public void Of_WhatHasNoSymbols_SaysSo()
    {
        Assert.Contains("CartPole", Message(() => GridSymbols.Of(Worlds.Registry.Make("CartPole-v1"), PixelView.World)), StringComparison.Ordinal);
        var grid = Worlds.Grid("MiniGrid-Empty-5x5-v0");
        Assert.Contains("leave it out", Message(() => GridSymbols.Of(new RgbImgObsWrapper(grid), PixelView.World)), StringComparison.Ordinal);
        Assert.Contains("whole world", Message(() => GridSymbols.Of(new FullyObsWrapper(grid), PixelView.Agent)), StringComparison.Ordinal);
        Assert.Contains("ImgObsWrapper", Message(() => GridSymbols.Of(new ImgObsWrapper(grid), PixelView.Agent)), StringComparison.Ordinal);
    }

    private static string Message(Action make) => Assert.Throws<ArgumentException>(make).Message;
}
