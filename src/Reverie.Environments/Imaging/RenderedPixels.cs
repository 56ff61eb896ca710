using Reverie.Environments.Spaces;

namespace Reverie.Environments.Imaging;

/// <summary>Shows the agent what the environment renders for people, [rows, columns, 3], in place of its own observation.</summary>
public sealed class RenderedPixels<TObservation, TAction> : ObservationWrapper<TObservation, NdArray<byte>, TAction>
    where TObservation : notnull
    where TAction : notnull
{
    /// <param name="inner">The environment. It is reset once, to see the size of its pictures, and put back to where it stood.</param>
    /// <exception cref="ArgumentException">What it renders is no image.</exception>
    public RenderedPixels(Environment<TObservation, TAction> inner) : base(inner)
    {
        using var start = new EpisodeStart(inner);
        start.Capture(seed: null);
        inner.Reset();
        var image = inner.Render();
        start.Return();
        if (image.Shape is not [> 0 and int rows, > 0 and int columns, 3])
        {
            throw new ArgumentException(
                $"{inner.Unwrapped.GetType().Name} renders {image}, which is no image [rows, columns, 3]: it cannot be shown in pictures.");
        }

        ObservationSpace = new Box<byte>(0, 255, rows, columns, 3);
    }

    public override Box<byte> ObservationSpace { get; }

    /// <exception cref="InvalidOperationException">The pictures have changed their size.</exception>
    protected override NdArray<byte> Observe(TObservation observation)
    {
        var image = Inner.Render();
        return image.Shape.SequenceEqual(ObservationSpace.Shape)
            ? image
            : throw new InvalidOperationException($"{Inner.Unwrapped.GetType().Name} rendered {image} where its first picture was of {ObservationSpace}.");
    }
}
