using Reverie.Environments.Imaging;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.ClassicControl;

/// <summary>
/// A small physical system of a few numbers, as in Gymnasium's classic control: the same states, observations and rewards for equal seeds
/// and actions, to the last bit. Observations are the state, or angles of it, in single precision.
/// </summary>
[EnvironmentFamily("classic control")]
public abstract class ControlEnv<TAction> : Environment<NdArray<float>, TAction>, ISnapshot, IHasPixels where TAction : notnull
{
    /// <summary>The pictures that agents are shown are smaller than those for people by this factor.</summary>
    private const int PictureShrink = 4;

    private readonly NdArray<float> _observation;
    private int _steps;

    /// <param name="numbers">How many numbers make the state.</param>
    /// <param name="observationSpace">What is seen of it.</param>
    /// <param name="maxEpisodeSteps">After how many steps an episode is cut off.</param>
    private protected ControlEnv(int numbers, Box<float> observationSpace, int maxEpisodeSteps)
    {
        State = new double[numbers];
        (ObservationSpace, _observation) = (observationSpace, new NdArray<float>(observationSpace.Shape));
        MaxEpisodeSteps = maxEpisodeSteps;
    }

    public sealed override Box<float> ObservationSpace { get; }

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new();

    /// <summary>After how many steps an episode is cut off.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public int MaxEpisodeSteps
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentException($"An episode has at least one step: max_episode_steps cannot be {value}.");
    }

    /// <summary>The state, in double precision; what each number means, the derived class says.</summary>
    public ReadOnlySpan<double> Numbers => State;

    /// <summary>The state.</summary>
    private protected double[] State { get; }

    /// <summary>Height and width of the scene, in pixels of the picture for people.</summary>
    private protected abstract (int Rows, int Columns) SceneSize { get; }

    public override NdArray<float> Reset(ulong? seed = null)
    {
        if (seed is { } value)
            Random.Seed(value);
        _steps = 0;
        Begin();
        ObserveFirst(_observation.Span);
        return _observation;
    }

    public override StepResult<NdArray<float>> Step(TAction action)
    {
        var (reward, terminated) = Advance(action);
        Observe(_observation.Span);
        return new(_observation, reward, terminated, ++_steps >= MaxEpisodeSteps);
    }

    public override NdArray<byte> Render()
    {
        var (rows, columns) = SceneSize;
        var image = new NdArray<byte>(rows, columns, 3);
        Draw(new Canvas(image.Span, rows, columns, scale: 1));
        return image;
    }

    (int Rows, int Columns) IHasPixels.PictureSize(PixelView view) => view == PixelView.World
        ? (SceneSize.Rows / PictureShrink, SceneSize.Columns / PictureShrink)
        : throw new ArgumentException($"{GetType().Name} has one kind of picture, not one of what its agent sees: ask for its world.");

    void IHasPixels.DrawPicture(PixelView view, Span<byte> image) =>
        Draw(new Canvas(image, SceneSize.Rows / PictureShrink, SceneSize.Columns / PictureShrink, 1f / PictureShrink));

    void ISnapshot.SaveSnapshot(BinaryWriter writer)
    {
        writer.Write(_steps);
        foreach (double number in State)
            writer.Write(number);
        SaveMore(writer);
    }

    void ISnapshot.RestoreSnapshot(BinaryReader reader)
    {
        _steps = reader.ReadInt32();
        foreach (ref double number in State.AsSpan())
            number = reader.ReadDouble();
        RestoreMore(reader);
    }

    /// <summary>Draws a first state.</summary>
    private protected abstract void Begin();

    /// <summary>The laws of the system: goes one step on.</summary>
    private protected abstract (double Reward, bool Terminated) Advance(TAction action);

    /// <summary>Writes what is seen of the state.</summary>
    private protected virtual void Observe(Span<float> observation)
    {
        for (int i = 0; i < observation.Length; i++)
            observation[i] = (float)State[i];
    }

    /// <summary>Writes what is seen of a first state.</summary>
    private protected virtual void ObserveFirst(Span<float> observation) => Observe(observation);

    /// <summary>Draws the scene.</summary>
    private protected abstract void Draw(Canvas canvas);

    /// <summary>Writes what is remembered beside the state.</summary>
    private protected virtual void SaveMore(BinaryWriter writer)
    {
    }

    /// <summary>Reads what <see cref="SaveMore"/> wrote.</summary>
    private protected virtual void RestoreMore(BinaryReader reader)
    {
    }
}
