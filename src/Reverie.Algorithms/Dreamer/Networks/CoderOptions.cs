using Reverie.WorldModels.Layers;

namespace Reverie.Algorithms.Dreamer.Networks;

/// <summary>Sizes of what turns observations into numbers, or numbers into observations.</summary>
/// <param name="CnnMultiplier">Channels of the widest pictures' stage.</param>
/// <param name="Units">Numbers of a dense layer.</param>
/// <param name="Layers">Dense layers.</param>
/// <param name="Style">Of dense layers.</param>
/// <param name="CnnStyle">Of convolutions.</param>
/// <param name="Tokens">How words go in; null: one-hot.</param>
public sealed record CoderOptions(int CnnMultiplier, long Units, int Layers, LayerStyle Style, LayerStyle CnnStyle, TokenSizes? Tokens = null);
