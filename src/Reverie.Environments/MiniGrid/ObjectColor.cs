namespace Reverie.Environments.MiniGrid;

/// <summary>The six colours; the numbers are those of the observations' second channel.</summary>
public enum ObjectColor : byte
{
    Red = 0,
    Green = 1,
    Blue = 2,
    Purple = 3,
    Yellow = 4,
    Grey = 5,
}
