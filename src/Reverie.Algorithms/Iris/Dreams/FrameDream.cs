using Reverie.Algorithms.Iris.Networks;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Iris.Dreams;

/// <summary>A dream frame by frame: a frame and the action taken in it give the next frame, in one pass of the backbone.</summary>
internal sealed class FrameDream(FrameWorldModel model, long batch) : IDream
{
    private readonly IBackboneState _state = model.CreateState(batch);
    private Tensor? _frame, _readFrame, _readAction;

    public long Batch => _state.Batch;

    public long ContextLength => _state.Length;

    public BackboneMemory? Memory => _readFrame is null || _readAction is null ? null
        : new(model.Backbone, _state, model.EmbedLast(_readFrame, _readAction, _state), model.StepSize);

    public bool HasRoom(bool predictNext) => model.HasRoom(_state, predictNext);

    public void Begin(Tensor tokens)
    {
        _state.Clear();
        SetRead(null, null);
        SetFrame(tokens);
    }

    public (ImaginedStep Answer, Tensor Tokens) Step(Tensor actions, ITokenSampler sampler, bool predictNext)
    {
        var frame = _frame ?? throw new InvalidOperationException("Begin the dream with a frame before its first step.");
        var (observations, rewards, ends) = model.Forward(frame.Unsqueeze(1), actions.Reshape(-1, 1), _state);
        var answer = ImaginedStep.Draw(rewards.Select(1, 0), ends.Select(1, 0), sampler);
        var tokens = sampler.Sample(observations.Select(1, 0)); // [B, K]
        SetRead(frame, actions);
        SetFrame(tokens);
        return (answer, tokens);
    }

    public void Dispose()
    {
        _state.Dispose();
        _frame?.Dispose();
        SetRead(null, null);
    }

    /// <summary>What was read last, for <see cref="Memory"/>.</summary>
    private void SetRead(Tensor? frame, Tensor? action)
    {
        _readFrame?.Dispose();
        _readAction?.Dispose();
        (_readFrame, _readAction) = (frame?.Clone().KeepAlive(), action?.Clone().KeepAlive());
    }

    private void SetFrame(Tensor tokens)
    {
        _frame?.Dispose();
        _frame = tokens.Clone().KeepAlive();
    }
}
