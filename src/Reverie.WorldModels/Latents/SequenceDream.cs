using Reverie.Language.Attention;
using Reverie.Torch;
using Reverie.Torch.Sequences;
using Reverie.WorldModels.Distributions;
using Reverie.WorldModels.Sampling;

namespace Reverie.WorldModels.Latents;

/// <summary>
/// Every state of the sequences goes on from the language model's own memory. With attention that is one cache of keys and values for each
/// sequence, which all its states share; a recurrent model's memory of constant size is taken as it stood behind each step.
/// </summary>
internal sealed class SequenceDream : LatentDream
{
    private readonly SequenceModel _model;
    private readonly IBackboneState? _shared;
    private readonly IBackboneState _memory;

    public SequenceDream(SequenceModel model, LatentSequence sequence, int horizon)
    {
        _model = model;
        State = new(sequence.Recurrent.Detach().Flatten(0, 1), sequence.Stochastic.Detach().Flatten(0, 1));
        var past = sequence.Past ?? throw new ArgumentException("The sequence is another model's.", nameof(sequence));
        using var noGrad = new NoGrad();
        using var scope = new TensorScope();
        var segments = past.Segments;
        var packed = segments.Pack(past.Inputs); // [R, L, E]
        var memory = model.Core.CreateState(segments.Rows, segments.Length);
        if (memory is KeyValueCache cache)
        {
            model.Core.Forward(packed, cache);
            (_shared, _memory) = (cache, new BranchedCache(cache, segments.RowOf, [.. segments.OffsetOf.Select(offset => offset + 1)]));
            return;
        }
        using (memory)
            _memory = Behind(memory, packed, segments, horizon);
    }

    public override void Step(Tensor action, ITokenSampler sampler)
    {
        var memory = _model.Read(_model.Input(State.Stochastic, action), _memory);
        State = new(memory, OneHot.StraightThrough(_model.Prior(memory), sampler).Flatten(-2));
    }

    protected override void Dispose(bool disposing)
    {
        _memory.Dispose();
        _shared?.Dispose();
    }

    /// <summary>The memory of each step, one row a step.</summary>
    private IBackboneState Behind(IBackboneState memory, Tensor packed, EpisodeSegments segments, int horizon)
    {
        var parts = new Dictionary<string, List<Tensor>>();
        foreach (var input in packed.Unbind(1))
        {
            _model.Read(input, memory);
            foreach (var (name, value) in memory.StateDict())
            {
                if (!parts.TryGetValue(name, out var list))
                    parts[name] = list = [];
                list.Add(value);
            }
        }
        long[] places = [.. segments.RowOf.Zip(segments.OffsetOf, (row, offset) => (offset * segments.Rows) + row)];
        var order = Tensor.From(places).To(packed.Device);
        var all = _model.Core.CreateState(places.Length, horizon);
        // How many steps were read differs from row to row and means nothing to a memory of constant size.
        all.LoadStateDict(parts.ToDictionary(
            part => part.Key, part => part.Value[0].Dim < 2 ? part.Value[^1] : Tensor.Cat([.. part.Value]).IndexSelect(0, order)));
        return all;
    }
}
