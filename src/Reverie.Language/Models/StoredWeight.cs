using Reverie.Torch.Serialization;

namespace Reverie.Language.Models;

/// <summary>A tensor in a model's files.</summary>
/// <param name="Read">Brings it into memory.</param>
internal sealed record StoredWeight(Func<RawTensor> Read);
