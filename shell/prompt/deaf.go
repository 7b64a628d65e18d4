package prompt

import goprompt "github.com/c-bata/go-prompt"

// deaf is a ConsoleWriter that draws nothing.
type deaf struct{}

var _ goprompt.ConsoleWriter = deaf{}

func (deaf) WriteRaw([]byte)                                 {}
func (deaf) Write([]byte)                                    {}
func (deaf) WriteRawStr(string)                              {}
func (deaf) WriteStr(string)                                 {}
func (deaf) Flush() error                                    { return nil }
func (deaf) EraseScreen()                                    {}
func (deaf) EraseUp()                                        {}
func (deaf) EraseDown()                                      {}
func (deaf) EraseStartOfLine()                               {}
func (deaf) EraseEndOfLine()                                 {}
func (deaf) EraseLine()                                      {}
func (deaf) ShowCursor()                                     {}
func (deaf) HideCursor()                                     {}
func (deaf) CursorGoTo(row, column int)                      {}
func (deaf) CursorUp(int)                                    {}
func (deaf) CursorDown(int)                                  {}
func (deaf) CursorForward(int)                               {}
func (deaf) CursorBackward(int)                              {}
func (deaf) AskForCPR()                                      {}
func (deaf) SaveCursor()                                     {}
func (deaf) UnSaveCursor()                                   {}
func (deaf) ScrollDown()                                     {}
func (deaf) ScrollUp()                                       {}
func (deaf) SetTitle(string)                                 {}
func (deaf) ClearTitle()                                     {}
func (deaf) SetColor(text, ground goprompt.Color, bold bool) {}
