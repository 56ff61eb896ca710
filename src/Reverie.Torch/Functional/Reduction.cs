namespace Reverie.Torch;

/// <summary>What a loss returns: one number per element, their mean, or their sum. The numbers are libtorch's.</summary>
public enum Reduction
{
    None = 0,
    Mean = 1,
    Sum = 2,
}
