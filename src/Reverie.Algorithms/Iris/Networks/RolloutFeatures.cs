using System.Runtime.InteropServices;
using Reverie.Torch;
using Reverie.WorldModels.Tokenizers;

namespace Reverie.Algorithms.Iris.Networks;

/// <summary>
/// What the actor-critic makes of imagined frames. Frames of equal tokens are equal, so each is decoded and looked at
/// once in a rollout however often it is dreamt; gradients of all its uses meet there. In a grid world that is most of the work.
/// </summary>
internal sealed class RolloutFeatures(ActorCritic actorCritic, IFrameTokenizer tokenizer)
{
    private readonly Dictionary<string, long> _rows = [];
    private readonly Sight _sight = new(actorCritic, tokenizer);
    private Tensor? _features;

    /// <param name="tokens">Integers [B, K].</param>
    /// <returns>[B, F]</returns>
    public Tensor Of(Tensor tokens)
    {
        // A layer over tokens costs less than the bookkeeping.
        if (actorCritic.Options.Sees == ActorSight.Tokens)
            return actorCritic.Features(_sight.OfTokens(tokens));
        int count = (int)tokens.Size(0), size = (int)tokens.Size(1);
        var memory = tokens.To(Device.Cpu).Contiguous().Data<long>();
        long[] index = new long[count];
        var fresh = new List<long>();
        for (int i = 0; i < count; i++)
        {
            // The tokens' own bytes are the key: no hash that could collide.
            string key = new(MemoryMarshal.Cast<long, char>(memory.Slice(i * size, size)));
            if (!_rows.TryGetValue(key, out index[i]))
            {
                _rows[key] = index[i] = _rows.Count;
                fresh.Add(i);
            }
        }
        if (fresh.Count > 0)
            Look(tokens.IndexSelect(0, Tensor.From([.. fresh]).To(tokens.Device)));
        return _features!.IndexSelect(0, Tensor.From(index).To(tokens.Device));
    }

    private void Look(Tensor tokens)
    {
        var features = actorCritic.Features(_sight.OfTokens(tokens));
        _features = _features is null ? features : Tensor.Cat([_features, features]);
    }
}
