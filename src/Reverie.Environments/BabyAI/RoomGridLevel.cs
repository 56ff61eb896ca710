using Reverie.Environments.BabyAI.Instructions;
using Reverie.Environments.MiniGrid;

namespace Reverie.Environments.BabyAI;

/// <summary>
/// A level of BabyAI (Chevalier-Boisvert et al., ICLR 2019): rooms, and an instruction that the agent must carry out. A level derives from
/// this class, furnishes the rooms in <see cref="GenerateMission"/> and returns the instruction.
/// </summary>
[EnvironmentFamily("BabyAI")]
public abstract partial class RoomGridLevel : RoomGrid
{
    /// <summary>Far more candidates than any registered level ever needs; only impossible arguments get there.</summary>
    private const int MaxCandidates = 10_000;

    private readonly bool _fixedMaxSteps;
    private readonly List<string> _rejections = [];
    private Instruction? _instruction;

    /// <param name="roomSize">Width and height of a room, walls included.</param>
    /// <param name="numRows">Rows of rooms.</param>
    /// <param name="numCols">Columns of rooms.</param>
    /// <param name="maxSteps">The step limit; null: it follows from the instruction at each reset.</param>
    protected RoomGridLevel(int roomSize = 8, int numRows = 3, int numCols = 3, int? maxSteps = null)
        : base(MissionSpace.Any, roomSize, numRows, numCols, maxSteps ?? 1) => _fixedMaxSteps = maxSteps is not null;

    /// <summary>Whether the agent must say so (<see cref="GridAction.Done"/>) when it has done something, right after it.</summary>
    public bool DoneActions { get; init; }

    /// <summary>What the agent is to do in this episode.</summary>
    /// <exception cref="InvalidOperationException">No episode has begun.</exception>
    public Instruction Instruction => _instruction ?? throw new InvalidOperationException("There is no instruction yet: call Reset first.");

    public override IReadOnlyList<string> Rejections => _rejections;

    public override GridObservation<byte> Reset(ulong? seed = null)
    {
        var observation = base.Reset(seed);
        Instruction.Begin(this);
        if (!_fixedMaxSteps)
            MaxSteps = Instruction.Navigations * RoomSize * RoomSize * NumRows * NumCols;
        return observation;
    }

    /// <summary>Furnishes the bare rooms, places the agent and returns the instruction.</summary>
    /// <exception cref="RejectedLevelException">This candidate is not wanted.</exception>
    /// <exception cref="LevelGenerationException">This candidate could not be finished.</exception>
    protected abstract Instruction GenerateMission();

    /// <summary>Refuses instructions that could not be carried out.</summary>
    /// <exception cref="RejectedLevelException">This is one.</exception>
    protected virtual void Validate(ActionInstruction instruction)
    {
        if (instruction is not PutNextInstruction putNext)
            return;
        putNext.Begin(this);
        if (putNext.Moved.Objects.Any(putNext.Neighbor.Includes))
            throw new RejectedLevelException("there are objects that match both lhs and rhs of PutNext");
        if (putNext.IsFulfilled)
            throw new RejectedLevelException("objs already next to each other");
    }

    /// <summary>Draws candidates until one is fit; the random stream simply goes on.</summary>
    protected sealed override void GenerateGrid()
    {
        _rejections.Clear();
        while (_rejections.Count < MaxCandidates)
        {
            try
            {
                base.GenerateGrid();
                _instruction = GenerateMission();
                foreach (var action in _instruction.Actions)
                    Validate(action);
                Mission = _instruction.Describe(this);
                return;
            }
            catch (LevelGenerationException e)
            {
                _rejections.Add($"Timeout during mission generation: {e.Reason}");
            }
            catch (RejectedLevelException e)
            {
                _rejections.Add($"Sampling rejected: {e.Message}");
            }
        }
        throw new LevelGenerationException(
            $"None of {MaxCandidates} candidates for {GetType().Name} was fit ({_rejections[^1]}): use larger rooms or fewer objects.", "no candidate was fit");
    }

    protected override StepOutcome Act(GridAction action)
    {
        var outcome = base.Act(action);
        if (action == GridAction.Drop)
            Instruction.Refresh(this);
        return Instruction.Verify(this, action) switch
        {
            Verdict.Success => Success(),
            Verdict.Failure => StepOutcome.Failure,
            _ => outcome,
        };
    }
}
