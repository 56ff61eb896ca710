namespace Reverie.Environments.Spaces;

/// <summary>An array of any element type.</summary>
internal interface INdArray
{
    /// <summary>Whether another array has the same element type, shape and elements.</summary>
    bool ContentEquals(INdArray other);
}
