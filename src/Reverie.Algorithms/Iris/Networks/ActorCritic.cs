using Reverie.Torch;
using Reverie.Torch.Modules;
using Reverie.Torch.Onnx;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// Four convolutions and an LSTM over frames, with a policy and a value head (Micheli et al., 2023); or, in place of the convolutions, a table
/// of vectors and a layer over the tokens of frames. It remembers: call
/// <see cref="Reset(long)"/> before a sequence.
/// </summary>
public sealed class ActorCritic : Module
{
    private readonly Conv2d[] _convolutions = [];
    private readonly TokenEye? _eye;
    private readonly LstmCell _lstm;
    private readonly Linear _critic;
    private readonly Linear _actor;
    private Tensor? _hidden;
    private Tensor? _cell;

    /// <param name="actions">Number of actions.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="generator">Draws the initial weights.</param>
    /// <param name="tokens">Distinct tokens, and how many a frame has, where it sees tokens.</param>
    public ActorCritic(long actions, ActorCriticOptions options, Generator? generator = null, (long Vocabulary, long PerFrame) tokens = default)
    {
        options.Validate();
        Options = options;
        Actions = actions;
        if (options.Sees == ActorSight.Tokens)
        {
            _eye = Child("eye", new TokenEye(tokens.Vocabulary, tokens.PerFrame, options, generator));
        }
        else
        {
            long[] channels = [options.InChannels, 32, 32, 64, 64];
            _convolutions = [.. Enumerable.Range(0, 4)
                .Select(i => Child($"conv{i + 1}", new Conv2d(channels[i], channels[i + 1], 3, padding: 1, generator: generator)))];
        }
        long side = options.Resolution / 16;
        _lstm = Child("lstm", new LstmCell(_eye is null ? 64 * side * side : options.FeatureDim, options.LstmDim, generator));
        _critic = Child("critic_linear", new Linear(options.LstmDim, 1, generator: generator));
        _actor = Child("actor_linear", new Linear(options.LstmDim, actions, generator: generator));
    }

    public ActorCriticOptions Options { get; }

    public long Actions { get; }

    /// <summary>The LSTM's hidden state, [B, LstmDim].</summary>
    public Tensor Hidden => _hidden ?? throw new InvalidOperationException("Reset the actor-critic before its first step.");

    /// <summary>The LSTM's cell state, [B, LstmDim].</summary>
    public Tensor Cell => _cell ?? throw new InvalidOperationException("Reset the actor-critic before its first step.");

    /// <summary>Forgets everything.</summary>
    /// <param name="batch">Rows from now on.</param>
    public void Reset(long batch)
    {
        using var scope = new TensorScope();
        var device = _actor.Weight.Device;
        SetMemory(Tensor.Zeros([batch, Options.LstmDim], device: device), Tensor.Zeros([batch, Options.LstmDim], device: device));
    }

    /// <summary>Forgets everything, then looks at some frames, without gradients.</summary>
    /// <param name="burnIn">[B, T, C, H, W] in [0, 1], or, where it sees tokens, integers [B, T, K].</param>
    /// <param name="mask">Truth values [B, T]: rows whose frame is real; the others keep their memory.</param>
    public void Reset(Tensor burnIn, Tensor mask)
    {
        Reset(burnIn.Size(0));
        using var noGrad = new NoGrad();
        for (int t = 0; t < burnIn.Size(1); t++)
        {
            using var scope = new TensorScope();
            var rows = mask.Select(1, t);
            if (rows.Any().ItemInt64() != 0)
                Look(burnIn.Select(1, t), rows);
        }
    }

    /// <summary>Forgets everything, then remembers frames whose features are known, without gradients.</summary>
    /// <param name="features">[B, T, F], from <see cref="Features(Tensor)"/>.</param>
    /// <param name="mask">Truth values [B, T]: rows whose frame is real; the others keep their memory.</param>
    public void ResetFromFeatures(Tensor features, Tensor mask)
    {
        Reset(features.Size(0));
        using var noGrad = new NoGrad();
        for (int t = 0; t < features.Size(1); t++)
        {
            using var scope = new TensorScope();
            var rows = mask.Select(1, t).NonZero().Flatten();
            if (rows.NumElements > 0)
                Remember(features.Select(1, t).IndexSelect(0, rows), rows);
        }
    }

    /// <summary>Forgets what some rows remember.</summary>
    /// <param name="rows">Truth values [B].</param>
    public void ResetRows(Tensor rows)
    {
        using var scope = new TensorScope();
        var mask = rows.Unsqueeze(1);
        SetMemory(Hidden.MaskedFill(mask, 0), Cell.MaskedFill(mask, 0));
    }

    /// <summary>Remembers what it remembered at another time.</summary>
    /// <param name="hidden">[B, LstmDim], from <see cref="Hidden"/>.</param>
    /// <param name="cell">[B, LstmDim], from <see cref="Cell"/>.</param>
    public void Recall(Tensor hidden, Tensor cell)
    {
        using var scope = new TensorScope();
        SetMemory(hidden.Clone(), cell.Clone());
    }

    /// <summary>Forgets where the memory came from: gradients stop here.</summary>
    public void DetachMemory()
    {
        using var scope = new TensorScope();
        SetMemory(Hidden.Detach(), Cell.Detach());
    }

    /// <summary>One step.</summary>
    /// <param name="frames">[B, C, H, W] in [0, 1], or, where it sees tokens, integers [B, K].</param>
    /// <param name="mask">Truth values [B]: rows that step; the others keep their memory. Null: all.</param>
    public ActorCriticOutput Forward(Tensor frames, Tensor? mask = null)
    {
        Look(frames, mask);
        return Heads();
    }

    /// <summary>One step as operators of an ONNX graph; the memory is not this object's, it comes in and goes out.</summary>
    /// <param name="frames">[B, C, H, W] in [0, 1], or, where it sees tokens, integers [B, K].</param>
    /// <param name="hidden">[B, LstmDim]</param>
    /// <param name="cell">[B, LstmDim]</param>
    /// <returns>[B, A], [B, 1], and the new memory.</returns>
    public (OnnxValue Logits, OnnxValue Value, OnnxValue Hidden, OnnxValue Cell) Forward(OnnxValue frames, OnnxValue hidden, OnnxValue cell)
    {
        (hidden, cell) = _lstm.Forward(_eye?.Forward(frames) ?? Features(frames), hidden, cell);
        return (_actor.Forward(hidden), _critic.Forward(hidden), hidden, cell);
    }

    /// <summary>One step on frames whose features are known.</summary>
    /// <param name="features">[B, F], from <see cref="Features(Tensor)"/>.</param>
    public ActorCriticOutput ForwardFeatures(Tensor features)
    {
        Remember(features, rows: null);
        return Heads();
    }

    /// <summary>What it says of what it remembers now, without a step.</summary>
    public ActorCriticOutput Heads() => new(_actor.Forward(Hidden).Unsqueeze(1), _critic.Forward(Hidden).Unsqueeze(1));

    /// <summary>What the convolutions make of frames, or the layer of tokens.</summary>
    /// <param name="frames">[B, C, H, W] in [0, 1], or, where it sees tokens, integers [B, K].</param>
    /// <returns>[B, F]</returns>
    public Tensor Features(Tensor frames)
    {
        if (_eye is not null)
            return _eye.Forward(frames);
        bool fits = frames.Dim == 4 && frames.Size(1) == Options.InChannels && frames.Size(2) == Options.Resolution && frames.Size(3) == Options.Resolution;
        if (!fits)
        {
            throw new ArgumentException(
                $"The actor-critic was made for frames [B, {Options.InChannels}, {Options.Resolution}, {Options.Resolution}], not {frames}; resize them.");
        }

        var x = ((frames * 2) - 1).ChannelsLast();
        foreach (var convolution in _convolutions)
            x = F.MaxPool2x2Relu(convolution.Forward(x));
        return x.Flatten(1);
    }

    protected override void Dispose(bool disposing)
    {
        _hidden?.Dispose();
        _cell?.Dispose();
        base.Dispose(disposing);
    }

    private OnnxValue Features(OnnxValue frames)
    {
        var x = (frames * 2) - 1;
        foreach (var convolution in _convolutions)
            x = convolution.Forward(x).MaxPool2x2().Relu();
        return x.Flatten();
    }

    private void Look(Tensor frames, Tensor? mask)
    {
        var rows = mask?.NonZero().Flatten();
        Remember(Features(rows is null ? frames : frames.IndexSelect(0, rows)), rows);
    }

    /// <summary>Advances the memory of some rows, or of all.</summary>
    private void Remember(Tensor features, Tensor? rows)
    {
        if (rows is null)
        {
            var (hidden, cell) = _lstm.Forward(features, Hidden, Cell);
            SetMemory(hidden, cell);
            return;
        }
        var (newHidden, newCell) = _lstm.Forward(features, Hidden.IndexSelect(0, rows), Cell.IndexSelect(0, rows));
        SetMemory(Hidden.IndexCopy(0, rows, newHidden), Cell.IndexCopy(0, rows, newCell));
    }

    private void SetMemory(Tensor hidden, Tensor cell)
    {
        _hidden?.Dispose();
        _cell?.Dispose();
        _hidden = hidden.KeepAlive();
        _cell = cell.KeepAlive();
    }
}
