using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Modules;

namespace Reverie.Algorithms.Ppo.Networks;

/// <summary>Actor and critic over an encoder, with a memory between them or without one.</summary>
public sealed class ActorCritic : Module
{
    private const double ActorGain = 0.01;

    private readonly Encoder _encoder;
    private readonly LstmCell? _memory;
    private readonly Mlp _actor, _critic;
    private readonly bool _isSplit;
    private readonly ActivationKind _activation;

    /// <param name="layout">What is seen.</param>
    /// <param name="action">What an action is.</param>
    /// <param name="options">The networks.</param>
    /// <param name="generator">Draws the weights.</param>
    public ActorCritic(InputLayout layout, ActionSpec action, NetworkOptions options, Generator generator)
    {
        int outputs = action.IsContinuous ? action.Size : action.Choices.Sum();
        _activation = options.Activation;
        bool isFlat = layout.Frame is null && layout.Mission is null;
        _isSplit = isFlat && options.Memory == 0 && options.Separate != false;
        _encoder = Child("encoder", Encoder(layout, options, generator, isFlat, _isSplit));
        int width = _isSplit ? options.Hidden[0] : _encoder.Width;
        if (options.Memory > 0)
        {
            _memory = Child("memory", new LstmCell(width, options.Memory, generator));
            width = options.Memory;
        }
        int[] hidden = [width, .. isFlat ? options.Hidden.Skip(1) : options.Hidden];
        _actor = Child("actor", new Mlp([.. hidden, outputs], _activation, ActorGain, generator));
        _critic = Child("critic", new Mlp([.. hidden, 1], _activation, 1, generator));
        if (action.IsContinuous)
            LogStd = Parameter("log_std", Tensor.Full([outputs], options.InitialLogStd));
    }

    /// <summary>Logarithm of the actions' deviation, [A]; null where they are choices.</summary>
    public Tensor? LogStd { get; }

    /// <summary>Width of the memory; 0 without one.</summary>
    public long MemoryWidth => _memory?.HiddenSize ?? 0;

    /// <summary>Without a memory.</summary>
    public PpoOutput Forward(PpoInputs inputs)
    {
        var x = _encoder.Forward(inputs);
        if (!_isSplit)
            return Heads(x);
        long half = x.Size(1) / 2;
        return Heads(x.Narrow(1, half, half), x.Narrow(1, 0, half));
    }

    /// <summary>With a memory: sequences of T steps, side by side.</summary>
    /// <param name="inputs">Of the steps t * N + n.</param>
    /// <param name="isFirst">Truth values [T, N]: the memory begins anew there.</param>
    /// <param name="hidden">[N, width]</param>
    /// <param name="cell">[N, width]</param>
    /// <returns>Of the steps t * N + n, and the memory behind the last.</returns>
    public (PpoOutput Output, Tensor Hidden, Tensor Cell) Forward(PpoInputs inputs, Tensor isFirst, Tensor hidden, Tensor cell)
    {
        long steps = isFirst.Size(0), rows = isFirst.Size(1);
        var x = _encoder.Forward(inputs).View(steps, rows, -1);
        var keeps = isFirst.LogicalNot().Float().Unsqueeze(-1); // [T, N, 1]
        var outputs = new Tensor[steps];
        for (int t = 0; t < steps; t++)
        {
            var keep = keeps.Select(0, t);
            (hidden, cell) = _memory!.Forward(x.Select(0, t), hidden * keep, cell * keep);
            outputs[t] = hidden;
        }
        return (Heads(Tensor.Cat(outputs)), hidden, cell);
    }

    private static Encoder Encoder(InputLayout layout, NetworkOptions options, Generator generator, bool isFlat, bool isSplit) => isFlat
        ? new FlatEncoder(layout, options.Hidden[0], isSplit ? 2 : 1, options.Activation, generator)
        : layout.Frame is { } frame ? new FrameEncoder(frame.Spec.Shape, options.Features, generator) : new FilmEncoder(layout, options, generator);

    private PpoOutput Heads(Tensor x) => Heads(x, x);

    private PpoOutput Heads(Tensor actor, Tensor critic) => new(_actor.Forward(actor), _critic.Forward(critic).Squeeze(-1));
}
