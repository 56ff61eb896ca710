using Reverie.Environments.Spaces;

namespace Reverie.Environments.Imaging;

/// <summary>Pictures of any environment.</summary>
public static class Pictures
{
    /// <summary>The environment with images [rows, columns, 3] for observations; it owns the one given.</summary>
    /// <remarks>
    /// Its observations where they are such images, else the pictures that it draws of itself (<see cref="IHasPixels"/>), else what it
    /// renders for people.
    /// </remarks>
    /// <param name="environment">Any environment.</param>
    /// <param name="view">What the pictures show.</param>
    /// <exception cref="ArgumentException">It cannot be shown in pictures, or not in this view.</exception>
    public static IEnvironment Of(IEnvironment environment, PixelView view = PixelView.World)
    {
        bool shown = environment.ObservationSpace is Box<byte> { Shape: [_, _, 3] };
        if (!shown && environment.Unwrapped is IHasPixels)
            return environment.Accept(new Drawing(view));
        if (view != PixelView.World)
            throw new ArgumentException($"{environment.Unwrapped.GetType().Name} has one kind of picture, not one of what its agent sees: ask for its world.");
        return shown ? environment : environment.Accept(new Rendering());
    }

    /// <summary>The pictures of an environment scaled, and turned into planes [3, height, width].</summary>
    /// <param name="images">An environment that shows images [rows, columns, 3].</param>
    /// <param name="height">Rows of the planes.</param>
    /// <param name="width">Columns of the planes.</param>
    /// <param name="resampling">How they are scaled.</param>
    /// <exception cref="ArgumentException">It shows something else.</exception>
    public static IEnvironment Planes(IEnvironment images, int height, int width, Resampling resampling = Resampling.Area) =>
        images.Accept(new Scaling(height, width, resampling));

    private sealed class Drawing(PixelView view) : IEnvironmentVisitor<IEnvironment>
    {
        public IEnvironment Visit<TObservation, TAction>(Environment<TObservation, TAction> environment)
            where TObservation : notnull
            where TAction : notnull => new DrawnPixels<TObservation, TAction>(environment, view);
    }

    private sealed class Rendering : IEnvironmentVisitor<IEnvironment>
    {
        public IEnvironment Visit<TObservation, TAction>(Environment<TObservation, TAction> environment)
            where TObservation : notnull
            where TAction : notnull => new RenderedPixels<TObservation, TAction>(environment);
    }

    private sealed class Scaling(int height, int width, Resampling resampling) : IEnvironmentVisitor<IEnvironment>
    {
        public IEnvironment Visit<TObservation, TAction>(Environment<TObservation, TAction> environment)
            where TObservation : notnull
            where TAction : notnull => (object)environment is Environment<NdArray<byte>, TAction> images
                ? new PixelWrapper<TAction>(images, height, width, resampling)
                : throw new ArgumentException(
                    $"Pixels need images of bytes [rows, columns, 3], not {environment.ObservationSpace}: take pictures of it first.");
    }
}
