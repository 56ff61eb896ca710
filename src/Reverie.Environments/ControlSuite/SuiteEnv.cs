using Reverie.Environments.ControlSuite.Drawing;
using Reverie.Environments.ControlSuite.Engine;
using Reverie.Environments.Imaging;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.ControlSuite;

/// <summary>
/// A task of the DeepMind Control Suite (Tassa et al., 2018): the same states, observations and rewards as dm_control 1.0.7 on MuJoCo
/// 2.2.2 for equal seeds and actions. Every control lies in [-1, 1], every reward in [0, 1], and an episode is cut off after 1000 steps.
/// </summary>
/// <remarks>MuJoCo is looked for at the first reset; what can be seen and done is known without it.</remarks>
[EnvironmentFamily("Control Suite")]
public sealed class SuiteEnv : Environment<NamedNumbers, NdArray<double>>, ISnapshot, ICrossEpisodeState, IHasPixels
{
    private static readonly (int Rows, int Columns) PeopleSize = (240, 320);

    private readonly SuiteDefinition _definition;
    private readonly NamedNumbers _observation;
    private readonly double[] _numbers;
    private readonly Mt19937 _random;
    private SuiteTask? _task;
    private Camera? _small, _large;
    private int _steps;

    /// <param name="domainName">What is controlled, such as <c>cartpole</c>.</param>
    /// <param name="taskName">What for, such as <c>swingup_sparse</c>.</param>
    /// <exception cref="ArgumentException">There is no such task.</exception>
    public SuiteEnv(string domainName, string taskName)
    {
        _definition = SuiteDefinition.Find(domainName, taskName);
        ObservationSpace = NamedNumbers.Space(_definition.Parts);
        ActionSpace = new(-1, 1, _definition.Controls);
        _observation = new([.. _definition.Parts.Select(part => (part.Name, new NdArray<double>(part.Shape)))]);
        _numbers = new double[_observation.Length];
        _random = new(Random.NextUInt32());
    }

    /// <summary>Why nothing can be simulated on this machine, and what to install; null where all is there.</summary>
    public static string? Missing
    {
        get
        {
            try
            {
                _ = MuJoCo.Instance;
                return null;
            }
            catch (MuJoCoMissingException e)
            {
                return e.Message;
            }
        }
    }

    public override DictSpace<NamedNumbers> ObservationSpace { get; }

    /// <summary>Controls beyond the bounds are allowed and act as the bound does.</summary>
    public override Box<double> ActionSpace { get; }

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new();

    /// <summary>After how many steps an episode is cut off.</summary>
    /// <exception cref="ArgumentException">It is not positive.</exception>
    public int MaxEpisodeSteps
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentException($"An episode has at least one step: max_episode_steps cannot be {value}.");
    } = 1000;

    /// <summary>Side of the pictures that agents are shown, in pixels.</summary>
    /// <exception cref="ArgumentException">It is not within 8 and 1024.</exception>
    public int PictureSize
    {
        get;
        init => field = value is >= 8 and <= 1024
            ? value
            : throw new ArgumentException($"A picture has 8 to 1024 pixels on a side: picture_size cannot be {value}.");
    } = 64;

    /// <summary>How finely the pictures that agents are shown are drawn.</summary>
    public PictureQuality Quality { get; init; }

    /// <summary>Which of the model's cameras takes the pictures; all have at least two.</summary>
    public int CameraId { get; init; }

    /// <summary>Model and state in the engine.</summary>
    /// <exception cref="MuJoCoMissingException">MuJoCo is not installed.</exception>
    public Physics Physics => Task.Physics;

    /// <summary>What the present state pays.</summary>
    /// <exception cref="MuJoCoMissingException">MuJoCo is not installed.</exception>
    public double Reward => Task.Reward;

    private SuiteTask Task => _task ??= _definition.Create(_definition.Load(Models.Plain));

    /// <inheritdoc cref="Environment{TObservation, TAction}.Reset"/>
    /// <param name="seed">Of NumPy's <c>RandomState</c>; of a larger one, both halves count.</param>
    public override NamedNumbers Reset(ulong? seed = null)
    {
        var task = Task;
        if (seed is { } value)
        {
            Random.Seed(value);
            _random.Seed((uint)(value ^ (value >> 32)));
        }
        task.Physics.Reset();
        task.Begin(_random);
        return Begun(task);
    }

    /// <summary>Begins an episode from given positions and velocities; nothing is drawn by chance.</summary>
    /// <exception cref="ArgumentException">They are too few or too many.</exception>
    public NamedNumbers ResetAt(ReadOnlySpan<double> positions, ReadOnlySpan<double> velocities)
    {
        var physics = Physics;
        Span<double> allPositions = physics.Positions.Span, allVelocities = physics.Velocities.Span;
        if (positions.Length != allPositions.Length || velocities.Length != allVelocities.Length)
        {
            throw new ArgumentException(
                $"A state of {_definition.Domain} has {allPositions.Length} positions and {allVelocities.Length} velocities, "
                + $"not {positions.Length} and {velocities.Length}.");
        }
        physics.Reset();
        positions.CopyTo(allPositions);
        velocities.CopyTo(allVelocities);
        return Begun(Task);
    }

    /// <exception cref="ArgumentOutOfRangeException">The action is not as many finite numbers as there are controls.</exception>
    /// <exception cref="InvalidOperationException">No episode has begun, or the simulation has failed.</exception>
    public override StepResult<NamedNumbers> Step(NdArray<double> action)
    {
        var task = _task ?? throw new InvalidOperationException("Reset the environment before its first step.");
        var control = task.Physics.Control.Span;
        if (action.Length != control.Length || !Array.TrueForAll(action.Data, double.IsFinite))
        {
            throw new ArgumentOutOfRangeException(
                nameof(action), $"An action of {_definition.Domain} is {control.Length} finite numbers, not [{string.Join(", ", action.Data)}].");
        }
        action.Span.CopyTo(control);
        task.Physics.Step(_definition.StepsPerControl);
        return new(Seen(task), task.Reward, Terminated: false, Truncated: ++_steps >= MaxEpisodeSteps);
    }

    /// <summary>A picture for people, [240, 320, 3], as dm_control draws it.</summary>
    /// <exception cref="MuJoCoMissingException">MuJoCo is not installed, or there is no OpenGL without a screen.</exception>
    public override NdArray<byte> Render()
    {
        _large ??= NewCamera(PeopleSize, PictureQuality.Full);
        var image = new NdArray<byte>(PeopleSize.Rows, PeopleSize.Columns, 3);
        _large.Take(image.Span);
        return image;
    }

    (int Rows, int Columns) IHasPixels.PictureSize(PixelView view) => view == PixelView.World
        ? (PictureSize, PictureSize)
        : throw new ArgumentException("The Control Suite has one kind of picture, not one of what its agent sees: ask for its world.");

    void IHasPixels.DrawPicture(PixelView view, Span<byte> image) => (_small ??= NewCamera((PictureSize, PictureSize), Quality)).Take(image);

    void ISnapshot.SaveSnapshot(BinaryWriter writer)
    {
        writer.Write(_steps);
        writer.Write(_task is not null);
        _task?.Physics.Save(writer);
    }

    void ISnapshot.RestoreSnapshot(BinaryReader reader)
    {
        _steps = reader.ReadInt32();
        if (!reader.ReadBoolean())
            return;
        Physics.Restore(reader);
        Seen(Task);
    }

    void ICrossEpisodeState.SaveMemory(BinaryWriter writer)
    {
        _random.Save(writer);
        writer.Write(_task is not null);
        foreach (var numbers in _task?.Changing ?? [])
        {
            foreach (double number in numbers.Span)
                writer.Write(number);
        }
    }

    void ICrossEpisodeState.RestoreMemory(BinaryReader reader)
    {
        _random.Restore(reader);
        if (!reader.ReadBoolean())
            return;
        foreach (var numbers in Task.Changing)
        {
            foreach (ref double number in numbers.Span)
                number = reader.ReadDouble();
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _small?.Dispose();
            _large?.Dispose();
            _task?.Physics.Dispose();
        }
        base.Dispose(disposing);
    }

    private Camera NewCamera((int Rows, int Columns) size, PictureQuality quality) =>
        new(Physics, () => _definition.Load(Models.Full), CameraId, size, quality);

    private NamedNumbers Begun(SuiteTask task)
    {
        _steps = 0;
        task.Physics.Forward();
        return Seen(task);
    }

    private NamedNumbers Seen(SuiteTask task)
    {
        task.Observe(_numbers);
        _observation.CopyFrom(_numbers);
        return _observation;
    }
}
