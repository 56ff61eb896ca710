using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Training.Data;
using Reverie.WorldModels.Latents;
using Reverie.WorldModels.Sampling;

namespace Reverie.Algorithms.Dreamer.Agents;

/// <summary>Actor and world model as a policy: it remembers the latent state of each environment and what it did last.</summary>
/// <param name="model">All networks.</param>
/// <param name="sampler">Draws states and choices.</param>
/// <param name="noise">Draws real numbers.</param>
/// <param name="device">Where the networks are.</param>
public sealed class DreamerPolicy(DreamerModel model, ITokenSampler sampler, INoise noise, Device device) : IPolicy
{
    private LatentState? _state;
    private Tensor? _action; // [N, A]

    /// <summary>The latent states, [N, ...].</summary>
    /// <exception cref="InvalidOperationException">Nothing has begun.</exception>
    public LatentState State => _state ?? throw new InvalidOperationException("Nothing has begun: call Begin first.");

    /// <summary>What was done last, as the networks see it, [N, A].</summary>
    internal Tensor LastAction => _action!;

    /// <inheritdoc/>
    /// <remarks>A burn-in is not looked at: the memory of episodes that go on is saved and restored itself.</remarks>
    public void Begin(int environments, SegmentBatch? burnIn = null)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        Remember(model.WorldModel.Rssm.Initial(environments), Tensor.Zeros([environments, DreamerModel.SizeOf(model.Actions)], device: device));
    }

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var state = Look(seen);
        var policy = model.Actor.Forward(state.Features);
        var action = how.Sample ? policy.Sample(sampler, noise) : policy.Mode();
        Remember(state, action);
        Write(action, actions);
    }

    public void Remember(ActionBatch actions)
    {
        using var scope = new TensorScope();
        Remember(State, Tensor.From(ActionEncoding.Flat(actions), actions.Count, DreamerModel.SizeOf(actions.Spec)).To(device));
    }

    /// <summary>What it would know of a step that it has not acted upon yet; nothing is remembered.</summary>
    /// <param name="seen">What the environments show, [N, ...].</param>
    internal LatentState Foresee(StepBatch seen)
    {
        using var noGrad = new NoGrad();
        return Look(seen);
    }

    public void SaveMemory(BinaryWriter writer)
    {
        using var scope = new TensorScope();
        foreach (var tensor in (Tensor[])[State.Recurrent, State.Stochastic, LastAction])
        {
            foreach (float value in tensor.ToArray<float>())
                writer.Write(value);
        }
    }

    public void RestoreMemory(int environments, BinaryReader reader)
    {
        using var scope = new TensorScope();
        var sizes = model.Sizes.WorldModel.Rssm;
        Remember(new(Read(sizes.Recurrent), Read(sizes.StochasticSize)), Read(DreamerModel.SizeOf(model.Actions)));

        Tensor Read(int width)
        {
            float[] values = new float[environments * width];
            for (int i = 0; i < values.Length; i++)
                values[i] = reader.ReadSingle();
            return Tensor.From(values, environments, width).To(device);
        }
    }

    public void End()
    {
        _state?.Recurrent.Dispose();
        _state?.Stochastic.Dispose();
        _action?.Dispose();
        (_state, _action) = (null, null);
    }

    private LatentState Look(StepBatch seen)
    {
        var state = State;
        var last = LastAction;
        if (seen.IsFirst.Contains(true))
        {
            var isFirst = Tensor.From(seen.IsFirst, seen.Count, 1).To(device);
            var initial = model.WorldModel.Rssm.Initial(seen.Count);
            state = new(Tensor.Where(isFirst, initial.Recurrent, state.Recurrent), Tensor.Where(isFirst, initial.Stochastic, state.Stochastic));
            last = last.MaskedFill(isFirst, 0);
        }
        var observations = model.Keys.Encoded.ToDictionary(
            spec => spec.Name, spec => DreamerBatch.Prepare(TensorBatch.Copy(seen[spec.Name], [seen.Count], device)), StringComparer.Ordinal);
        return model.WorldModel.Rssm.Observe(state, last, model.WorldModel.Encoder.Forward(observations), sampler);
    }

    private void Remember(LatentState state, Tensor action)
    {
        var (recurrent, stochastic, done) = (state.Recurrent.Clone().KeepAlive(), state.Stochastic.Clone().KeepAlive(), action.Clone().KeepAlive());
        End();
        (_state, _action) = (new(recurrent, stochastic), done);
    }

    /// <summary>Actions as environments take them.</summary>
    internal static void Write(Tensor action, ActionBatch actions)
    {
        if (actions.Spec.IsContinuous)
        {
            action.CopyTo(actions.Numbers.AsSpan());
            return;
        }
        var choices = action.SplitSizes([.. actions.Spec.Choices.Select(count => (long)count)]);
        Tensor.Stack([.. choices.Select(choice => choice.ArgMax(-1))], -1).CopyTo(actions.Integers.AsSpan()); // [N, Size]
    }
}
