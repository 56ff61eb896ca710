namespace Reverie.Torch.Sequences;

/// <summary>What a backbone remembers of a sequence that goes on, for whoever looks at it.</summary>
/// <param name="Backbone">Who remembers.</param>
/// <param name="State">What; not to be changed.</param>
/// <param name="Last">What was read last, [B, 1, E]; null where nobody needs to know.</param>
/// <param name="StepSize">How many inputs a step of the environment is.</param>
public sealed record BackboneMemory(ISequenceBackbone Backbone, IBackboneState State, Tensor? Last = null, int StepSize = 1);
