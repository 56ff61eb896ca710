namespace Reverie.Algorithms.Iris.Networks;

/// <summary>How the tokens of the next frame are predicted.</summary>
public enum NextTokens
{
    /// <summary>Each from all before it, as IRIS: K passes of the backbone per frame and one for the action.</summary>
    OneByOne,

    /// <summary>All at once, at K learned query tokens behind the action.</summary>
    Queries,

    /// <summary>All at once, at the tokens of the frame before, which attend by blocks.</summary>
    Previous,

    /// <summary>All at once, of one vector per step, into which the frame's tokens and the action are folded.</summary>
    Frame,
}
