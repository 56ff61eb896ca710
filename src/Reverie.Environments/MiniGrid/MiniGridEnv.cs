using Reverie.Environments.Imaging;
using Reverie.Environments.Seeding;
using Reverie.Environments.Spaces;

namespace Reverie.Environments.MiniGrid;

/// <summary>
/// A grid world as in MiniGrid: an agent with a partial view walks, carries things and opens doors to fulfil a mission.
/// A level derives from this class, draws itself in <see cref="GenerateGrid"/> and, where it has rules of its own, refines <see cref="Act"/>.
/// </summary>
[EnvironmentFamily("MiniGrid")]
public abstract partial class MiniGridEnv : Environment<GridObservation<byte>, int>, IJudgesSuccess, IHasPixels, INamesActions, IHasMission
{
    /// <summary>The pay for reaching the goal falls from 1 to 0.1 as the steps run out.</summary>
    private const double SlownessPenalty = 0.9;

    private const int MinSide = 3, MaxSide = 4096;

    private readonly ObjectPool _pool = new();
    private readonly int _width, _height;
    private Grid? _grid;
    private AgentView? _view;
    private GridObservation<byte>? _observation;
    private DictSpace<GridObservation<byte>>? _observationSpace;
    private int _margin;
    private double _return;

    /// <param name="missionSpace">The sentences that may be the mission.</param>
    /// <param name="width">Columns of the grid, outer walls included.</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="maxSteps">After how many steps an episode is cut off.</param>
    /// <param name="seeThroughWalls">Whether walls and closed doors hide nothing.</param>
    /// <param name="actions">How many of the seven actions the level has.</param>
    /// <exception cref="ArgumentException">The grid is too small or too large, or an episode has no step.</exception>
    protected MiniGridEnv(MissionSpace missionSpace, int width, int height, int maxSteps = 100, bool seeThroughWalls = false, int actions = 7)
    {
        if (width is < MinSide or > MaxSide || height is < MinSide or > MaxSide)
            throw new ArgumentException($"A grid world has {MinSide} to {MaxSide} cells on a side, walls included, not {width} x {height}.");
        if (maxSteps < 1)
            throw new ArgumentException($"An episode has at least one step: max_steps cannot be {maxSteps}.");
        (MissionSpace, _width, _height, MaxSteps, SeeThroughWalls) = (missionSpace, width, height, maxSteps, seeThroughWalls);
        ActionSpace = new Discrete(actions);
    }

    public MissionSpace MissionSpace { get; }

    /// <summary>Actions 0..6 are those of <see cref="GridAction"/>.</summary>
    public override Discrete ActionSpace { get; }

    public IReadOnlyList<string> ActionNames => [.. Enum.GetNames<GridAction>().Take(ActionSpace.Count).Select(name => name.ToLowerInvariant())];

    public override DictSpace<GridObservation<byte>> ObservationSpace =>
        _observationSpace ??= GridSpaces.Make<byte>(View.Size, View.Size, 3, 255, MissionSpace);

    public override IEnvironment Unwrapped => this;

    public override Pcg64 Random { get; } = new();

    /// <summary>Width and height of the agent's view: odd, 7 unless set at construction.</summary>
    /// <exception cref="ArgumentException">The size is even or outside 3..31.</exception>
    public int AgentViewSize
    {
        get => View.Size;
        init => _view = new AgentView(value);
    }

    public int MaxSteps { get; protected set; }

    public string SuccessMeaning => "missions accomplished";

    /// <summary>Whether the rewards of this episode add up to more than nothing.</summary>
    public bool Succeeded => _return > 0;

    public bool SeeThroughWalls { get; init; }

    public int Width => _width;

    public int Height => _height;

    public string Mission { get; protected set; } = "";

    public Position AgentPosition { get; protected internal set; } = Position.Nowhere;

    public Direction AgentDirection { get; protected internal set; }

    public int StepCount { get; private set; }

    /// <summary>The object in the agent's hands, if any.</summary>
    public WorldObject? Carrying { get; protected internal set; }

    /// <summary>Why candidates for the current level were thrown away, in order; most levels never do that.</summary>
    public virtual IReadOnlyList<string> Rejections => [];

    public Grid Grid => _grid ??= new Grid(_width, _height, Math.Max(View.Size - 1, _margin));

    /// <summary>What the agent last saw; brought up to date by every reset and step.</summary>
    public AgentView View => _view ??= new AgentView(7);

    /// <summary>The cell that the agent faces.</summary>
    public Position FrontPosition => AgentPosition + Position.Towards(AgentDirection);

    /// <summary>Lets views of up to <paramref name="size"/> cells look at this environment, from the next reset on.</summary>
    public void ReserveView(int size)
    {
        if (size - 1 <= (_grid?.Margin ?? _margin))
            return;
        _margin = size - 1;
        _grid = _grid?.WithMargin(_margin);
    }

    /// <summary>Looks from where the agent stands through a view of any reserved size.</summary>
    public void LookThrough(AgentView view) => view.Look(Grid, AgentPosition, AgentDirection, SeeThroughWalls, Carrying?.Cell ?? Cell.Empty);

    public override GridObservation<byte> Reset(ulong? seed = null)
    {
        if (seed is { } value)
            Random.Seed(value);
        _pool.ReclaimAll();
        (AgentPosition, AgentDirection) = (Position.Nowhere, Direction.Right);
        LayOut();
        if (!Grid.Contains(AgentPosition) || !Grid.CellAt(AgentPosition).CanOverlap)
        {
            throw new LevelGenerationException(
                $"{GetType().Name} left the agent at {AgentPosition}: GenerateGrid must place it on a free cell.", "agent not placed");
        }

        Carrying = null;
        (StepCount, _return) = (0, 0);
        return Observe();
    }

    /// <summary>Takes one of the actions of <see cref="GridAction"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such action.</exception>
    public override StepResult<GridObservation<byte>> Step(int action)
    {
        if ((uint)action > (uint)GridAction.Done)
            throw new ArgumentOutOfRangeException(nameof(action), $"There is no action {action}: use 0 to {ActionSpace.Count - 1}.");
        StepCount++;
        var outcome = Act((GridAction)action);
        _return += outcome.Reward;
        return new(Observe(), outcome.Reward, outcome.Terminated, StepCount >= MaxSteps);
    }

    /// <summary>Generates the grid; what goes wrong because of the arguments is told with the level's name.</summary>
    private void LayOut()
    {
        try
        {
            GenerateGrid();
        }
        catch (Exception e) when (e is ArgumentException or IndexOutOfRangeException)
        {
            throw new LevelGenerationException(
                $"{GetType().Name} of {Width} x {Height} cells cannot be laid out with these arguments: {Sentence.Of(e)}", "impossible arguments", e);
        }
    }

    /// <summary>
    /// Lays out a new level: fills <see cref="Grid"/>, places the agent, sets <see cref="Mission"/>. All chance must come from <see cref="Random"/>.
    /// </summary>
    protected abstract void GenerateGrid();

    /// <summary>The laws of the world: carries out an action. A level with rules of its own calls this and judges the result.</summary>
    protected virtual StepOutcome Act(GridAction action)
    {
        switch (action)
        {
            case GridAction.Left:
                AgentDirection = (Direction)(((int)AgentDirection + 3) & 3);
                break;
            case GridAction.Right:
                AgentDirection = (Direction)(((int)AgentDirection + 1) & 3);
                break;
            case GridAction.Forward:
                return MoveForward();
            case GridAction.Pickup:
                Pickup();
                break;
            case GridAction.Drop:
                Drop();
                break;
            case GridAction.Toggle:
                Toggle();
                break;
        }
        return StepOutcome.Continue;
    }

    /// <summary>What success pays now: 1 - 0.9 * steps / limit.</summary>
    protected double SuccessReward() => 1 - SlownessPenalty * ((double)StepCount / MaxSteps);

    /// <summary>The task is solved.</summary>
    protected StepOutcome Success() => new(SuccessReward(), Terminated: true);

    private StepOutcome MoveForward()
    {
        var front = FrontPosition;
        var cell = Grid.CellAt(front);
        if (cell.CanOverlap)
            AgentPosition = front;
        return cell.Type switch
        {
            ObjectType.Goal => Success(),
            ObjectType.Lava => StepOutcome.Failure,
            _ => StepOutcome.Continue,
        };
    }

    private void Pickup()
    {
        var front = FrontPosition;
        if (Carrying is null && Grid.CellAt(front).CanPickup)
        {
            Carrying = Grid[front];
            Carrying!.CurrentPosition = Position.Nowhere;
            Grid[front] = null;
        }
    }

    private void Drop()
    {
        var front = FrontPosition;
        if (Carrying is not null && Grid.CellAt(front).Type == ObjectType.Empty)
        {
            Grid[front] = Carrying;
            Carrying.CurrentPosition = front;
            Carrying = null;
        }
    }

    private void Toggle()
    {
        var front = FrontPosition;
        if (Grid[front] is not { } target)
            return;
        if (target.Type == ObjectType.Box)
            Grid[front] = target.Contains;
        else if (target.Type == ObjectType.Door && !target.IsLocked)
            target.IsOpen = !target.IsOpen;
        else if (target.Type == ObjectType.Door && Carrying is { Type: ObjectType.Key } key && key.Color == target.Color)
            (target.IsLocked, target.IsOpen) = (false, true);
    }

    private GridObservation<byte> Observe()
    {
        var view = Look();
        var observation = _observation ??= new(new NdArray<byte>(view.Size, view.Size, 3));
        view.Encode(observation.Image.Span);
        observation.Direction = AgentDirection;
        observation.Mission = Mission;
        return observation;
    }

    private AgentView Look()
    {
        LookThrough(View);
        return View;
    }
}
