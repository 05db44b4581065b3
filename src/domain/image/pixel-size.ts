/** Width and height in pixels, as the header of the file states them. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}
