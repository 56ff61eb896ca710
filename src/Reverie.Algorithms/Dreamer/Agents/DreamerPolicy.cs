using System.Text;
using Reverie.Algorithms.Dreamer.Networks;
using Reverie.Algorithms.Dreamer.Training;
using Reverie.Environments.Arrays;
using Reverie.Torch;
using Reverie.Torch.Sequences;
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
    private LatentFilter? _filter;
    private Tensor? _action, _led; // [N, A]
    private LatentState? _before;

    /// <summary>The latent states, [N, ...].</summary>
    /// <exception cref="InvalidOperationException">Nothing has begun.</exception>
    public LatentState State => Filter.State;

    /// <summary>What was done last, as the networks see it, [N, A].</summary>
    internal Tensor LastAction => _action!;

    /// <summary>Whether the state before the present one is remembered, which only who looks into the agent needs.</summary>
    internal bool RemembersBefore { get; set; }

    /// <summary>What was known before the step that was acted upon last; null where nobody remembers, or an episode has begun with it.</summary>
    internal LatentState? Before => _before;

    /// <summary>What led to the step that was acted upon last, [N, A], zeros where an episode began; null where nobody remembers.</summary>
    internal Tensor? Led => _led;

    /// <summary>The memory of a backbone that runs along time, where there is one.</summary>
    internal BackboneMemory? Memory => Filter.Memory;

    private LatentFilter Filter => _filter ?? throw new InvalidOperationException("Nothing has begun: call Begin first.");

    /// <inheritdoc/>
    /// <remarks>A burn-in is not looked at: the memory of episodes that go on is saved and restored itself.</remarks>
    public void Begin(int environments, SegmentBatch? burnIn = null)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        End();
        _filter = model.WorldModel.Rssm.Follow(environments);
        Remember(Tensor.Zeros([environments, DreamerModel.SizeOf(model.Actions)], device: device));
    }

    public void Act(StepBatch seen, ActingOptions how, ActionBatch actions)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        KeepBefore(seen);
        Look(seen, Filter);
        var policy = model.Actor.Forward(State.Features);
        var action = how.Sample ? policy.Sample(sampler, noise) : policy.Mode();
        Remember(action);
        Write(action, actions);
    }

    public void Remember(ActionBatch actions)
    {
        using var scope = new TensorScope();
        Remember(Tensor.From(ActionEncoding.Flat(actions), actions.Count, DreamerModel.SizeOf(actions.Spec)).To(device));
    }

    /// <summary>A memory of its own that has looked at a step which the policy has not acted upon yet; the policy's stays as it is.</summary>
    /// <param name="seen">What the environments show, [N, ...].</param>
    internal LatentFilter Foresee(StepBatch seen)
    {
        using var memory = new MemoryStream();
        using (var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true))
            Filter.Save(writer);
        memory.Position = 0;
        var copy = model.WorldModel.Rssm.Follow(seen.Count);
        copy.Restore(new BinaryReader(memory));
        Look(seen, copy);
        return copy;
    }

    public void SaveMemory(BinaryWriter writer)
    {
        using var scope = new TensorScope();
        Filter.Save(writer);
        foreach (float value in LastAction.ToArray<float>())
            writer.Write(value);
    }

    public void RestoreMemory(int environments, BinaryReader reader)
    {
        Begin(environments);
        using var scope = new TensorScope();
        Filter.Restore(reader);
        float[] values = new float[LastAction.NumElements];
        for (int i = 0; i < values.Length; i++)
            values[i] = reader.ReadSingle();
        Remember(Tensor.From(values, LastAction.Shape).To(device));
    }

    public void End()
    {
        _filter?.Dispose();
        _action?.Dispose();
        _led?.Dispose();
        (_filter, _action, _led) = (null, null, null);
        Forget();
    }

    /// <summary>Observations as the world model wants them, [N, E].</summary>
    internal Tensor Embed(StepBatch seen) => model.WorldModel.Embed(model.Keys.Encoded.ToDictionary(
        spec => spec.Name, spec => DreamerBatch.Prepare(TensorBatch.Copy(seen[spec.Name], [seen.Count], device)), StringComparer.Ordinal));

    private void Look(StepBatch seen, LatentFilter filter)
    {
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        filter.Observe(LedTo(seen), Embed(seen), seen.IsFirst, sampler);
    }

    /// <summary>The actions that led to a step, zeros where an episode begins with it.</summary>
    private Tensor LedTo(StepBatch seen) => seen.IsFirst.Contains(true)
        ? LastAction.MaskedFill(Tensor.From(seen.IsFirst, seen.Count, 1).To(device), 0) : LastAction;

    private void KeepBefore(StepBatch seen)
    {
        Forget();
        if (!RemembersBefore)
            return;
        _led?.Dispose();
        _led = LedTo(seen).Clone().KeepAlive();
        if (!seen.IsFirst.Contains(true))
            _before = new(State.Recurrent.Clone().KeepAlive(), State.Stochastic.Clone().KeepAlive());
    }

    private void Forget()
    {
        _before?.Recurrent.Dispose();
        _before?.Stochastic.Dispose();
        _before = null;
    }

    private void Remember(Tensor action)
    {
        var done = action.Clone().KeepAlive();
        _action?.Dispose();
        _action = done;
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
